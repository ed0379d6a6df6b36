"""Writes an RGB array as a picture file."""

import os

import numpy as np
from PIL import Image

from input_pipeline.atomic_files import atomic_file


def write_image(path: str | os.PathLike, image: np.ndarray) -> None:
    """Writes an RGB picture, whole or not at all.

    Args:
        path: file name; its ending names the format (`.png`, `.jpg`).
        image: uint8 RGB `(height, width, 3)`.

    Raises:
        ValueError: if no picture format has this ending.
        OSError: if the file cannot be written.
    """
    picture = Image.fromarray(np.ascontiguousarray(image))
    with atomic_file(path) as draft:
        picture.save(draft, quality=95)  # of JPEG; others have none
