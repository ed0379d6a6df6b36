"""Contact sheets: many pictures stacked on one."""

from collections.abc import Sequence

import numpy as np

PAPER = 255


def contact_sheet(
    pictures: Sequence[np.ndarray], columns: int = 1, gap: int = 8
) -> np.ndarray:
    """Arranges pictures in rows, left to right, top to bottom.

    Args:
        pictures: uint8 RGB arrays `(height, width, 3)`, at least one; sizes
            may differ.
        columns: int >= 1. Pictures in a row. Defaults to 1.
        gap: int >= 0. White pixels between pictures. Defaults to 8.

    Returns:
        uint8 RGB picture.

    Raises:
        ValueError: if there is no picture, or `columns` < 1.
    """
    if not len(pictures):
        raise ValueError(
            "`pictures` must hold at least one picture. Received: 0"
        )
    if columns < 1:
        raise ValueError(f"`columns` must be >= 1. Received: {columns}")
    rows = [
        stack_right(pictures[start : start + columns], gap)
        for start in range(0, len(pictures), columns)
    ]
    return stack_down(rows, gap)


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
