"""Labels of points, placed where they cover nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from pictures.svg import SOFT, TEXT, Svg, width_of

Box = tuple[float, float, float, float]
STEP = 15
"""Pixels by which a label moves that would cover something."""


@dataclass(frozen=True)
class Point:
    """A circle with a name.

    Attributes:
        x, y: center.
        r: radius.
        name: the words beside it.
        color: of the words.
    """

    x: float
    y: float
    r: float
    name: str
    color: str


def draw_labels(
    svg: Svg,
    points: Sequence[Point],
    ends: tuple[float, float],
    taken: Sequence[Box] = (),
) -> None:
    """Writes the names beside the points, with a thin line where one is away.

    Args:
        svg: the picture.
        points: with a name of "" where no label is wanted.
        ends: left and right edge that no label crosses.
        taken: left, top, right and bottom of what else may not be covered.
    """
    covered = [*taken]
    covered += [(p.x - p.r, p.y - p.r, p.x + p.r, p.y + p.r) for p in points]
    for point in sorted(points, key=lambda p: (p.y, p.x)):
        if point.name:
            box = _free(point, covered, ends)
            covered.append(box)
            _write(svg, point, box)


def _free(point: Point, taken: Sequence[Box], ends: tuple[float, float]) -> Box:
    """The first place that covers nothing, from the nearest on."""
    width, half = width_of(point.name), TEXT / 2 + 1
    sides = [point.x + point.r + 5, point.x - point.r - 5 - width]
    for away in range(12):
        for sign in (-1, 1):
            y = point.y + sign * STEP * away
            shift = 0 if away < 2 else 12
            middle = point.x - width / 2
            for x in (middle, sides[0] + shift, sides[1] - shift):
                box = (x, y - half, x + width, y + half)
                inside = ends[0] <= x and box[2] <= ends[1]
                if inside and not any(_meet(box, t) for t in taken):
                    return box
    raise ValueError(f"There is no free place for {point.name!r}")


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _write(svg: Svg, point: Point, box: Box) -> None:
    left, top, right, bottom = box
    y = (top + bottom) / 2
    if left < point.x < right:
        sign = 1 if y > point.y else -1
        end = y - sign * TEXT / 2
        svg.line(point.x, point.y + sign * point.r, point.x, end, SOFT, 0.7)
    elif abs(y - point.y) > STEP:
        end = left - 3 if left > point.x else right + 3
        start = point.x + (point.r if left > point.x else -point.r)
        svg.line(start, point.y, end, y, SOFT, 0.7)
    svg.text(left, y, point.name, point.color)
