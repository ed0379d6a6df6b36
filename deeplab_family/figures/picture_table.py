"""Picture table: rows of titled pictures, and a legend below them."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.visualization import captioned, text_size_for
from deeplab_family.visualization.sheets import stack_down, stack_right

LEAST_TEXT = 13


def picture_table(
    rows: Sequence[Sequence[tuple[str, np.ndarray]]],
    legend: np.ndarray | None = None,
) -> np.ndarray:
    """Arranges pictures with their titles in columns.

    Args:
        rows: pairs of a title ("" for none) and a uint8 RGB picture
            `(height, width, 3)`. Columns are as wide as their widest picture.
        legend: uint8 RGB, to go below.

    Returns:
        uint8 RGB picture on white paper.
    """
    heights = [picture.shape[:2] for row in rows for _, picture in row]
    text_size = max(LEAST_TEXT, text_size_for(*np.median(heights, axis=0)))
    gap = text_size // 2
    cells = [[_cell(*cell, text_size) for cell in row] for row in rows]
    widths = [
        max(row[place].shape[1] for row in cells if place < len(row))
        for place in range(max(map(len, cells)))
    ]
    lines = [
        stack_right(
            [_widened(c, w) for c, w in zip(row, widths, strict=False)], gap
        )
        for row in cells
    ]
    table = stack_down([*lines, *([] if legend is None else [legend])], gap)
    return np.pad(table, ((gap,) * 2, (gap,) * 2, (0, 0)), constant_values=255)


def _cell(title: str, picture: np.ndarray, text_size: int) -> np.ndarray:
    return captioned(picture, title, text_size) if title else picture


def _widened(picture: np.ndarray, width: int) -> np.ndarray:
    margin = ((0, 0), (0, width - picture.shape[1]), (0, 0))
    return np.pad(picture, margin, constant_values=255)
