"""Writes class ids as a PNG that both people and programs can read."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.visualization.colorize import color_table
from input_pipeline.atomic_files import atomic_file


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
