"""Polygons of a class map: each region with its holes."""

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np

from input_pipeline.annotations.pixel_rings import area, pixel_rings, rasterize


@dataclass(frozen=True, eq=False)
class Polygon:
    """A region of one class, pixels joined by their sides.

    Args:
        class_id: of its pixels.
        rings: int64 arrays `(corners, 2)` of `(x, y)` in pixels, 0 at the
            upper left corner of the image; first the outer one, then those
            of the holes. The last corner is joined to the first. Where a
            region is in parts, as of an object behind a pole, in any order.
    """

    class_id: int
    rings: tuple[np.ndarray, ...]

    @property
    def area(self) -> int:
        """Number of its pixels, holes left out."""
        return sum(map(area, self.rings))

    @property
    def mask(self) -> np.ndarray:
        """Mask of its pixels in its box, bool of shape `(height, width)`."""
        left, top, width, height = self.box
        moved = [ring - (left, top) for ring in self.rings]
        return rasterize(moved, (height, width))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """`(left, top, width, height)` in pixels."""
        corners = np.concatenate(self.rings)
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        return int(left), int(top), int(right - left), int(bottom - top)


def polygons_of(
    class_map: np.ndarray,
    num_classes: int,
    *,
    leave_out: Collection[int] = (),
    smallest: int = 0,
) -> list[Polygon]:
    """Every region of a class map; together they cover each pixel once.

    Args:
        class_map: uint8 ids `(height, width)`. Those from `num_classes` on,
            such as the ignore label, have no polygons.
        num_classes: of the model.
        leave_out: class ids that get no polygons, such as a background.
        smallest: pixels; regions of fewer are left out. Defaults to 0: none.

    Returns:
        The polygons, by class; those of a class in the order of their first
        pixels, row by row.
    """
    present = np.unique(class_map)
    return [
        polygon
        for class_id in present[present < num_classes].tolist()
        if class_id not in leave_out
        for polygon in _polygons(class_map == class_id, class_id, smallest)
    ]


def _polygons(region: np.ndarray, class_id: int, smallest) -> list[Polygon]:
    count, parts, boxes, _ = cv2.connectedComponentsWithStats(
        region.astype(np.uint8), connectivity=4, ltype=cv2.CV_32S
    )
    found = []
    for part in range(1, count):
        left, top, width, height, pixels = boxes[part]
        if pixels < smallest:
            continue
        window = parts[top : top + height, left : left + width]
        rings = [ring + (left, top) for ring in pixel_rings(window == part)]
        rings.sort(key=area, reverse=True)
        found.append(Polygon(class_id, tuple(rings)))
    return found
