"""Photographs as people name them: files, or folders of files."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.datasets.pairing import IMAGE_ENDINGS
from input_pipeline.decode.exif_orientation import (
    AS_STORED,
    read_orientation,
)
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.refusal import reason_of


def list_images(paths: Iterable[Path]) -> list[Path]:
    """The image files among `paths` and directly in the folders among them.

    Raises:
        DataError: if a path does not exist, a folder holds no image, or two
            images share the stem that names their results.
    """
    found = [image for path in paths for image in _images_at(Path(path))]
    seen = {}
    for path in found:
        if path.stem in seen:
            raise DataError(
                f"{seen[path.stem]} and {path} would both be written to "
                f"{path.stem}.png. Segment them into different folders."
            )
        seen[path.stem] = path
    return found


def read_image(path: Path) -> np.ndarray:
    """A photograph as uint8 RGB `(height, width, 3)`, upright.

    Raises:
        DataError: if the file is no JPEG or PNG, is damaged, or is refused.
    """
    try:
        return decode_image(tf.constant(path.read_bytes())).numpy()
    except tf.errors.OpError as error:
        reason = reason_of(error)
        if reason and "neither JPEG nor PNG" not in reason:
            raise DataError(f"{path}: {reason}") from error
        raise DataError(
            f"{path} is no readable JPEG or PNG file "
            f"({path.stat().st_size} bytes). Replace or remove it."
        ) from error


def is_turned(path: Path) -> bool:
    """Is the photograph stored turned, so that `read_image` turned it?"""
    return read_orientation(path.read_bytes()) != AS_STORED


def _images_at(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise DataError(f"{path}: no such file or folder.")
    images = sorted(
        file for file in path.iterdir() if file.suffix.lower() in IMAGE_ENDINGS
    )
    if not images:
        raise DataError(
            f"{path} holds no image. Expected files that end with "
            f"{', '.join(IMAGE_ENDINGS)}."
        )
    return images
