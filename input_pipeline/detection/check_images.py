"""Check of photographs by their headers: are they what annotations say?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from input_pipeline.annotations.picture_size import upright_size
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.detection.detection_objects import DetectionImage
from input_pipeline.errors import DataError

SHOWN = 20


def check_images(images: Sequence[DetectionImage]) -> None:
    """Compares the size of each photograph with that of its annotation.

    Raises:
        DataError: if a header cannot be read or sizes differ; lists the first
            20 and counts all.
    """
    with ThreadPoolExecutor(4) as pool:
        problems = [text for text in pool.map(_problem, images) if text]
    if problems:
        more = len(problems) - SHOWN
        rest = [f"and {more} more"] if more > 0 else []
        head = f"{counted_noun(len(problems), 'photograph')} cannot be used:"
        raise DataError("\n  ".join([head, *problems[:SHOWN], *rest]))


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
