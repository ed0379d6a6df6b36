"""Coverage: which pixels reach the center, by gridding, HDC and vortex pooling.

Sources: Wang et al., arXiv:1702.08502, figure 2; Xie et al., arXiv:1804.06242,
figure 3.
"""

from collections.abc import Sequence

import numpy as np

from deeplab_family.figures.gridding_paths import draw_gridding
from deeplab_family.figures.picture_table import picture_table

ASPP = {"windows": (1, 1, 1, 1), "rates": (0, 6, 12, 18)}
VORTEX = {"windows": (1, 3, 9, 27), "rates": (1, 3, 9, 27)}
CELL = 5
COLORS = ((240, 241, 243), (150, 190, 235), (80, 130, 190), (10, 40, 110))
"""For no branch, one, two, and three or more."""


def branch_counts(
    windows: Sequence[int], rates: Sequence[int], side: int
) -> np.ndarray:
    """Branches of a pyramid that see each pixel around the center.

    Args:
        windows: odd ints >= 1; side of the mean before each 3x3 convolution.
        rates: ints >= 0, of these convolutions; 0 stands for a 1x1.
        side: odd int; of the map.

    Returns:
        int64 `(side, side)`, the center in the middle.
    """
    counts = np.zeros((side, side), np.int64)
    for window, rate in zip(windows, rates, strict=True):
        line = np.zeros(side, bool)
        for tap in (-rate, 0, rate):
            middle = side // 2 + tap
            first = max(0, middle - window // 2)
            line[first : max(0, middle + window // 2 + 1)] = True
        counts += np.outer(line, line)
    return counts


def draw() -> np.ndarray:
    """The picture, uint8 RGB."""
    stacks = draw_gridding([(2, 2, 2), (1, 2, 3)])
    side = 2 * VORTEX["rates"][-1] + VORTEX["windows"][-1]
    pyramids = [
        (f"{name}: {(counts > 0).sum():,} of {counts.size:,} pixels", counts)
        for name, counts in (
            ("ASPP, rates 6, 12, 18", branch_counts(**ASPP, side=side)),
            ("vortex, 3, 9, 27", branch_counts(**VORTEX, side=side)),
        )
    ]
    below = picture_table([[(t, _colored(c)) for t, c in pyramids]])
    return picture_table([[("", stacks)], [("", below)]])


def _colored(counts: np.ndarray) -> np.ndarray:
    colors = np.array(COLORS, np.uint8)[np.minimum(counts, len(COLORS) - 1)]
    return colors.repeat(CELL, axis=0).repeat(CELL, axis=1)
