"""Many pictures on one sheet."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.visualization.stack import stack_down, stack_right


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
