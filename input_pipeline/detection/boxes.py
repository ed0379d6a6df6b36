"""Checks of boxes as annotation files have them."""

from __future__ import annotations

Box = tuple[float, float, float, float]
_HUGE = 1e9


def checked_box(corners: Box, height: int, width: int) -> Box:
    """Checks a box and cuts off what sticks out of the picture.

    A side of no length passes: such objects are known of COCO, count in its
    scores, and train nothing.

    Args:
        corners: `(x1, y1, x2, y2)`, continuous, x2 and y2 exclusive.
        height: of the picture in pixels.
        width: of the picture in pixels.

    Raises:
        ValueError: if they are no numbers, a side is negative, or the box lies
            outside of the picture.
    """
    is_number = all(type(value) in (int, float) for value in corners)
    if not is_number or not all(-_HUGE < value < _HUGE for value in corners):
        raise ValueError(
            f"a box of something else than numbers: {corners!r:.60}"
        )
    x1, y1, x2, y2 = corners
    if x2 < x1 or y2 < y1:
        raise ValueError(f"a box of negative size, {x2 - x1:g} x {y2 - y1:g}")
    if x2 < 0 or y2 < 0 or x1 > width or y1 > height:
        raise ValueError(
            f"a box outside of the {width} x {height} picture: from "
            f"({x1:g}, {y1:g}) to ({x2:g}, {y2:g})"
        )
    return (
        float(max(x1, 0)),
        float(max(y1, 0)),
        float(min(x2, width)),
        float(min(y2, height)),
    )
