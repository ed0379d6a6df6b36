"""Rings: the closed lines between the pixels of a region and all others.

OpenCV's contours run through the centers of pixels, half a pixel inside the
region. In a picture of twice the size they tell on which side of which pixel
they pass, so that they can be put on the corners between pixels: the area is
then the number of pixels, and filling the rings gives the region back.
"""

import cv2
import numpy as np


def pixel_rings(region: np.ndarray) -> list[np.ndarray]:
    """The rings around a region and around its holes.

    Rings are simple: one that touches itself at a corner is divided there.

    Args:
        region: bool `(height, width)`.

    Returns:
        int64 arrays `(corners, 2)` of `(x, y)`, 0 at the upper left corner of
        the first pixel. The last corner is joined to the first. By `area`,
        rings around pixels of the region are positive, those around holes
        negative.
    """
    doubled = np.kron(region.astype(np.uint8), np.ones((2, 2), np.uint8))
    found, _ = cv2.findContours(doubled, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    rings = []
    for contour in found:
        # Pixel p covers 2p and 2p + 1: its sides are at p and p + 1. OpenCV
        # goes around regions against the clock of a picture, y pointing down.
        corners = (contour[::-1, 0].astype(np.int64) + 1) // 2
        rings += map(_straight, _divided(corners))
    return rings


def area(ring: np.ndarray) -> int:
    """Signed pixels within a ring, by the shoelace formula."""
    x, y = ring.T
    twice = np.dot(x, np.roll(y, -1)) - np.dot(np.roll(x, -1), y)
    return int(twice) // 2


def rasterize(rings: list[np.ndarray], size: tuple[int, int]) -> np.ndarray:
    """The region that rings bound: pixels inside an odd number of them.

    Args:
        rings: as `pixel_rings` gives them.
        size: `(height, width)`.

    Returns:
        bool `(height, width)`.
    """
    height, width = size
    changes = np.zeros(height * width + 1, bool)
    changes[run_ends(rings, height)] = True
    inside = np.logical_xor.accumulate(changes[:-1])
    return inside.reshape(width, height).T


def run_ends(rings: list[np.ndarray], height: int) -> np.ndarray:
    """Run ends, column by column from above: changes between in and out.

    Returns:
        Ascending int64 places `column * height + row`.
    """
    places = [np.empty(0, np.int64)]
    for ring in rings:
        x, y = ring.T
        next_x = np.roll(x, -1)
        first, count = np.minimum(x, next_x), np.abs(next_x - x)
        before = np.cumsum(count) - count
        columns = np.arange(count.sum()) + np.repeat(first - before, count)
        places.append(columns * height + np.repeat(y, count))
    found, times = np.unique(np.concatenate(places), return_counts=True)
    return found[times % 2 == 1]


def _divided(ring: np.ndarray) -> list[np.ndarray]:
    """Simple rings: a corner that is passed twice begins one of its own."""
    ring = ring[(ring != np.roll(ring, 1, axis=0)).any(axis=1)]
    corners = list(map(tuple, ring.tolist()))
    if len(set(corners)) == len(corners):
        return [ring]
    parts, way, places = [], [], {}
    for corner in corners:
        if corner in places:
            start = places[corner]
            parts.append(way[start:])
            for passed in way[start:]:
                del places[passed]
            del way[start:]
        places[corner] = len(way)
        way.append(corner)
    parts.append(way)
    return [np.array(part) for part in parts]


def _straight(ring: np.ndarray) -> np.ndarray:
    """The same without corners in the middle of a straight line."""
    before, after = ring - np.roll(ring, 1, 0), np.roll(ring, -1, 0) - ring
    turns = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
    return ring[turns]
