"""Ellipses and thin lines, drawn by OpenCV as CVAT and Supervisely do.

OpenCV is imported where it draws: the names of all data sets are known to the
flags of every command, which must be there at once.
"""

import numpy as np

from input_pipeline.annotations.regions import MARGIN, Bitmap


def draw_ellipse(
    center: tuple[float, float],
    radii: tuple[float, float],
    degrees: float,
    height: int,
    width: int,
) -> Bitmap:
    """Fills an ellipse; center and radii are rounded to whole pixels.

    Args:
        center: x and y in pixels.
        radii: to the right and down in pixels, before it is turned.
        degrees: that it is turned by, clockwise.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        ValueError: if a radius is negative or all lies outside.
    """
    x, y = (round(value) for value in center)
    wide, high = (round(value) for value in radii)
    if wide < 0 or high < 0:
        raise ValueError("an ellipse with a negative radius")
    reach = max(wide, high) + 1

    def draw(mask, left, top):
        import cv2

        middle = (x - left, y - top)
        cv2.ellipse(mask, middle, (wide, high), degrees, 0, 360, 1, -1)

    box = (x - reach, y - reach, x + reach + 1, y + reach + 1)
    return _drawn(draw, box, height, width)


def draw_line(
    points: list[list[float]],
    height: int,
    width: int,
    margin: float = MARGIN,
) -> Bitmap:
    """Draws a line through points, one pixel wide.

    Args:
        points: x and y of each in pixels.
        height: of the picture in pixels.
        width: of the picture in pixels.
        margin: pixels by which it may leave the picture.

    Raises:
        ValueError: if it has less than two points or leaves the picture.
    """
    if len(points) < 2:
        raise ValueError("a line of less than two points")
    corners = np.floor(points).astype(np.int32)
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    far = max(-left, -top, right - width, bottom - height)
    if far > margin:
        raise ValueError(f"a line outside of the {width} x {height} picture")

    def draw(mask, left, top):
        import cv2

        cv2.polylines(mask, [corners - (left, top)], False, 1)

    return _drawn(draw, (left, top, right + 1, bottom + 1), height, width)


def _drawn(draw, box, height: int, width: int) -> Bitmap:
    """The part of a box in the picture, with what `draw` draws there."""
    left, top = max(box[0], 0), max(box[1], 0)
    right, bottom = min(box[2], width), min(box[3], height)
    if right <= left or bottom <= top:
        raise ValueError(f"a shape outside of the {width} x {height} picture")
    mask = np.zeros((bottom - top, right - left), np.uint8)
    draw(mask, left, top)
    return Bitmap(mask.view(bool), left, top)
