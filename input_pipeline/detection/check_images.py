"""Check of photographs by their headers: are they what annotations say?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from input_pipeline.annotations.picture_size import upright_size
from input_pipeline.detection.detection_objects import DetectionImage


def image_problems(images: Sequence[DetectionImage]) -> list[str]:
    """Compares the size of each photograph with that of its annotation.

    Returns:
        What is wrong with each, "" where nothing is.
    """
    with ThreadPoolExecutor(4) as pool:
        return [*pool.map(_problem, images)]


def _problem(image: DetectionImage) -> str:
    try:
        size = upright_size(image.path)
    except ValueError as error:
        return f"{image.path}: {error}"
    if size == (image.height, image.width):
        return ""
    return (
        f"{image.path} has {size[1]} x {size[0]} pixels (upright), its "
        f"annotation says {image.width} x {image.height}"
    )
