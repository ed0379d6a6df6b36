"""Stored picture: the values of a file with all their channels and bits."""

from dataclasses import dataclass

import numpy as np

AS_STORED, LAST = 1, 8
ORIENTATION = 0x0112
"""The tag of TIFF and Exif that says how a picture is to be turned."""


@dataclass(frozen=True)
class StoredPicture:
    """The first picture of a file, upright.

    Args:
        pixels: `(height, width, channels)` of integers or floats.
        has_alpha: does the last channel say how opaque the others are?
        orientation: of the file, 1 to 8; 1 if it was not turned.
    """

    pixels: np.ndarray
    has_alpha: bool = False
    orientation: int = AS_STORED


def stated_orientation(value: object) -> int:
    """An orientation as a tag states it; 1 where the number has no meaning."""
    known = isinstance(value, int) and AS_STORED <= value <= LAST
    return int(value) if known else AS_STORED


def with_channels(values: np.ndarray) -> np.ndarray:
    """`(height, width)` as `(height, width, 1)`; others as they are."""
    return values[..., None] if values.ndim == 2 else values


def turned_upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Turns `(height, width, channels)` by an EXIF orientation, 1 to 8."""
    if orientation >= 5:
        pixels = pixels.transpose(1, 0, 2)
    rows = -1 if orientation in (3, 4, 7, 8) else 1
    columns = -1 if orientation in (2, 3, 6, 7) else 1
    return np.ascontiguousarray(pixels[::rows, ::columns])
