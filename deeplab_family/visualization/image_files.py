"""Image files: RGB arrays and masks, written whole or not at all."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.visualization.coloring import color_table
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


def write_gray(path: str | os.PathLike, values: np.ndarray) -> None:
    """Writes a gray picture, whole or not at all.

    Args:
        path: file name ending in `.png`.
        values: uint8 `(height, width)`.

    Raises:
        OSError: if the file cannot be written.
    """
    picture = Image.fromarray(np.ascontiguousarray(values))
    with atomic_file(path) as draft:
        picture.save(draft)


def write_mask(
    path: str | os.PathLike,
    class_map: np.ndarray,
    palette: Sequence[Sequence[int]],
) -> None:
    """Writes a paletted PNG: its pixels are class ids, viewers show colors.

    Args:
        path: file name ending in `.png`, the only format that keeps ids.
        class_map: uint8 ids `(height, width)`.
        palette: the `(red, green, blue)` of each class. Ids past its end,
            such as 255, are shown black.

    Raises:
        ValueError: if `path` is no PNG, or `class_map` not as said.
        OSError: if the file cannot be written; an older one is then intact.
    """
    if Path(path).suffix.lower() != ".png":
        raise ValueError(
            "`path` must end in .png, since class ids need it. "
            f"Received: {path}"
        )
    if class_map.ndim != 2 or class_map.dtype != np.uint8:
        raise ValueError(
            "`class_map` must be uint8 of shape (height, width). "
            f"Received: {class_map.dtype} {class_map.shape}"
        )
    mask = Image.fromarray(np.ascontiguousarray(class_map))
    mask.putpalette(color_table(palette).tobytes())
    with atomic_file(path) as draft:
        mask.save(draft)
