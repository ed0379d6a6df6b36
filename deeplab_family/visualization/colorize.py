"""Turns class ids into colors."""

from collections.abc import Sequence

import numpy as np


def colorize(
    class_map: np.ndarray,
    palette: Sequence[Sequence[int]],
    blank: tuple[int, int, int] = (0, 0, 0),
) -> np.ndarray:
    """Paints every pixel in the color of its class.

    Args:
        class_map: integer ids in 0..255, any shape.
        palette: the `(red, green, blue)` of each class, 0..255, at most 256.
        blank: color of the ids without one, such as the ignore label 255.
            Defaults to black.

    Returns:
        uint8 RGB array, the shape of `class_map` with a last dimension of 3.

    Raises:
        ValueError: if an id is not in 0..255, or the palette is no list of
            up to 256 colors.
    """
    class_map = np.asarray(class_map)
    if class_map.dtype != np.uint8:
        class_map = _as_uint8(class_map)
    return color_table(palette, blank)[class_map]


def color_table(
    palette: Sequence[Sequence[int]], blank: tuple[int, int, int] = (0, 0, 0)
) -> np.ndarray:
    """The color of each id 0..255: uint8 `(256, 3)`, `blank` past the end."""
    colors = np.asarray(palette)
    if colors.ndim != 2 or colors.shape[1] != 3 or len(colors) > 256:
        raise ValueError(
            "`palette` must be a list of up to 256 colors (red, green, blue). "
            f"Received an array of shape {colors.shape}"
        )
    table = np.empty((256, 3), np.uint8)
    table[:] = blank
    table[: len(colors)] = colors
    return table


def _as_uint8(class_map: np.ndarray) -> np.ndarray:
    is_integer = np.issubdtype(class_map.dtype, np.integer)
    if not is_integer or class_map.min() < 0 or class_map.max() > 255:
        raise ValueError(
            "`class_map` must hold integer ids in 0..255. "
            f"Received: {class_map.dtype} from {class_map.min()} to "
            f"{class_map.max()}"
        )
    return class_map.astype(np.uint8)
