"""Puts pictures of any size below or beside each other on white."""

from collections.abc import Sequence

import numpy as np

PAPER = 255


def stack_down(pictures: Sequence[np.ndarray], gap: int = 0) -> np.ndarray:
    """Puts uint8 RGB pictures below each other, left sides aligned.

    Args:
        pictures: uint8 arrays `(height, width, 3)`, at least one.
        gap: int >= 0. White pixels between two pictures. Defaults to 0.

    Returns:
        uint8 RGB array, as wide as the widest picture.
    """
    width = max(picture.shape[1] for picture in pictures)
    parts = []
    for index, picture in enumerate(pictures):
        above = gap if index else 0
        right = width - picture.shape[1]
        margins = ((above, 0), (0, right), (0, 0))
        parts.append(np.pad(picture, margins, constant_values=PAPER))
    return np.concatenate(parts)


def stack_right(pictures: Sequence[np.ndarray], gap: int = 0) -> np.ndarray:
    """Puts uint8 RGB pictures beside each other, upper sides aligned.

    Args and result are those of `stack_down`, turned by a quarter.
    """
    turned = [picture.swapaxes(0, 1) for picture in pictures]
    return stack_down(turned, gap).swapaxes(0, 1)
