"""Gridding: pixels that reach the center through atrous layers, as a picture.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502, section 3.2 and figure 2.
"""

from collections.abc import Sequence

import numpy as np

from deeplab_family.backbones import holes
from deeplab_family.figures.picture_table import picture_table

CENTER = (200, 40, 40)
FEW, MANY = (150, 190, 235), (10, 40, 110)
"""A pixel that reaches the center on one path, and on the most paths."""

UNSEEN, GRID = (240, 241, 243), (205, 209, 215)
CELL, LARGEST_CELL = 420, 24
"""Side of a picture, and of one of its pixels, in pixels of the file."""


def path_counts(rates: Sequence[int]) -> np.ndarray:
    """Paths from each pixel to the center through 3x3 atrous layers.

    It is the gradient of the center's value where all weights are 1.

    Args:
        rates: ints >= 1, of the layers in the order they run.

    Returns:
        int64 `(side, side)`, side = 2 * sum(rates) + 1, center in the middle.

    Raises:
        ValueError: if a rate is less than 1, or there is none.
    """
    holes(tuple(rates))  # refuses what are no rates
    line = np.ones(1, np.int64)
    for rate in rates:
        taps = np.zeros(2 * rate + 1, np.int64)
        taps[::rate] = 1
        line = np.convolve(line, taps)
    return np.outer(line, line)


def draw_gridding(lists: Sequence[Sequence[int]]) -> np.ndarray:
    """The paper's figure 2, with any rates: one row for each list.

    From left to right: what reaches the center through the first layer, the
    first two, and so on; red is the center, a darker blue more paths.

    Args:
        lists: rates of each row; the paper's are (2, 2, 2) and (1, 2, 3).

    Returns:
        uint8 RGB picture.
    """
    side = max(2 * sum(rates) + 1 for rates in lists)
    rows = [
        [
            (_title(rates[: depth + 1]), _draw(rates[: depth + 1], side))
            for depth in range(len(rates))
        ]
        for rates in lists
    ]
    return picture_table(rows)


def _title(rates) -> str:
    seen = path_counts(rates) > 0
    listed = ", ".join(map(str, rates))
    word = "rate" if len(rates) == 1 else "rates"
    return f"{word} {listed}: {seen.sum()} of {seen.size} pixels"


def _draw(rates, side: int) -> np.ndarray:
    counts = path_counts(rates)
    colors = _colors(counts)
    middle = len(counts) // 2
    colors[middle, middle] = CENTER
    margin = (side - len(counts)) // 2
    paper = np.full((side, side, 3), 255, np.uint8)
    inside = slice(margin, margin + len(counts))
    paper[inside, inside] = colors
    cell = max(2, min(LARGEST_CELL, CELL // side))
    picture = paper.repeat(cell, axis=0).repeat(cell, axis=1)
    edges = margin * cell + cell * np.arange(len(counts) + 1)
    ends = slice(edges[0], edges[-1] + 1)
    picture = np.pad(picture, ((0, 1), (0, 1), (0, 0)), constant_values=255)
    if cell > 3:
        picture[edges, ends] = picture[ends, edges] = GRID
    return picture


def _colors(counts: np.ndarray) -> np.ndarray:
    """Blue by the logarithm of the number of paths; gray for none."""
    strength = np.log(np.maximum(counts, 1)) / max(np.log(counts.max()), 1e-9)
    few, many = np.array(FEW), np.array(MANY)
    blue = few + strength[..., None] * (many - few)
    colors = np.where(counts[..., None] > 0, blue, UNSEEN)
    return np.rint(colors).astype(np.uint8)
