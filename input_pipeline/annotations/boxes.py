"""Boxes among the regions of an export: what detectors need, and no masks do.

Tools for both let people draw rectangles, and write them as polygons.
"""

from collections.abc import Iterable

import numpy as np

from input_pipeline.annotations.regions import Polygons, Region

TOLERANCE = 0.5
"""Pixels, for coordinates that a file rounds."""


def count_boxes(regions: Iterable[Region]) -> tuple[int, int]:
    """Number of regions that are rectangles, turned or not; and of all.

    Args:
        regions: as a file has them.
    """
    boxes = total = 0
    for region in regions:
        boxes += is_box(region)
        total += 1
    return boxes, total


def is_box(region: Region) -> bool:
    """Whether a region is a single polygon of four right angles."""
    outline = region.outline
    if not isinstance(outline, Polygons) or outline.holes:
        return False
    if len(outline.rings) != 1 or len(outline.rings[0]) not in (4, 5):
        return False
    corners = outline.rings[0]
    if len(corners) == 5:
        if not np.array_equal(corners[0], corners[4]):
            return False
        corners = corners[:4]
    # A rectangle's diagonals halve each other and are equally long.
    one, other = corners[2] - corners[0], corners[3] - corners[1]
    middles = corners[0] + corners[2] - corners[1] - corners[3]
    lengths = np.hypot(*one) - np.hypot(*other)
    return bool(max(abs(lengths), *abs(middles)) <= TOLERANCE)
