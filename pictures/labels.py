"""Labels of points, placed where they cover nothing."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pictures.svg import SOFT, TEXT, Svg, width_of

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

Line = tuple[float, float, float, float]
"""From x and y to x and y."""

HALF = TEXT / 2 + 2
"""From the middle of a label to its upper edge."""

GAP = 4
"""Pixels between a label and what it must not touch."""

BESIDE = 7
"""Pixels from a circle up to which a label needs no line to it."""

FARTHEST, STEP = 90, 5
"""Pixels that a label moves up or down at most, and at a time."""


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


@dataclass(frozen=True)
class Label:
    """Name of a point, at its place.

    Attributes:
        point: what it names.
        box: what its words cover.
        line: to the point, where the words are away from it.
    """

    point: Point
    box: Box
    line: Line | None


def draw_labels(
    svg: Svg,
    points: Sequence[Point],
    ends: tuple[float, float],
    taken: Sequence[Box] = (),
) -> None:
    """Writes the names beside the points, with a thin line where one is away.

    No name covers a circle, another name, or its line.

    Args:
        svg: the picture.
        points: with a name of "" where no label is wanted.
        ends: left and right edge that no label crosses.
        taken: what else may not be covered.

    Raises:
        ValueError: if a label has no free place.
    """
    for label in _all_placed(points, ends, taken):
        if label.line:
            svg.line(*label.line, SOFT, 0.7)
        left, top, _, bottom = label.box
        svg.text(left, (top + bottom) / 2, label.point.name, label.point.color)


def _all_placed(points, ends, taken) -> list[Label]:
    """Labels one after another; who finds no place comes first next time.

    Where that does not help, lines may touch words, but still not cross them.
    """
    order = sorted((p for p in points if p.name), key=lambda p: (p.y, p.x))
    covered = [*taken, *map(_circle_box, points)]
    for turn in range(4 * len(order)):
        gap = GAP if turn < 2 * len(order) else 0
        labels: list[Label] = []
        for point in order:
            label = _placed(point, points, covered, labels, ends, gap)
            if label is None:
                break
            labels.append(label)
        else:
            return labels
        order.remove(point)
        order.insert(0, point)
    raise ValueError(f"There is no free place for {order[0].name!r}")


def _placed(point, points, covered, labels, ends, gap) -> Label | None:
    """The nearest label that covers nothing; None where there is none."""
    boxes = [*covered, *(label.box for label in labels)]
    own = _circle_box(point)
    circles = [c for c in map(_circle_box, points) if not _meet(own, c, 0)]
    crossed = [*circles, *(other.box for other in labels)]
    lines = [label.line for label in labels if label.line]
    free = [
        label
        for label in sorted(_candidates(point), key=_liking)
        if ends[0] <= label.box[0]
        and label.box[2] <= ends[1]
        and not any(_meet(label.box, other) for other in boxes)
    ]
    for label in free:
        if any(_crosses(line, label.box, gap) for line in lines):
            continue
        if label.line is None:
            return label
        if not any(_crosses(label.line, other, gap) for other in crossed):
            return label
    return None


def _candidates(point: Point) -> Iterator[Label]:
    """Labels around a point: above and below it, to its right and left."""
    width = width_of(point.name)
    near = point.r + 5
    lefts = [point.x - share * width for share in (0.5, 0.15, 0.85)]
    for away in (0, 10, 25, 45):
        lefts += [point.x + near + away, point.x - near - away - width]
    rises = range(0, FARTHEST + 1, STEP)
    for left, rise, sign in itertools.product(lefts, rises, (-1, 1)):
        y = point.y + sign * rise
        box = (left, y - HALF, left + width, y + HALF)
        yield Label(point, box, _line_to(point, box))


def _line_to(point: Point, box: Box) -> Line | None:
    x, y = _nearest(point, box)
    away = ((x - point.x) ** 2 + (y - point.y) ** 2) ** 0.5
    if away <= point.r + BESIDE:
        return None
    share = point.r / away
    start = point.x + share * (x - point.x), point.y + share * (y - point.y)
    return (*start, x, y)


def _nearest(point: Point, box: Box) -> tuple[float, float]:
    left, top, right, bottom = box
    return min(max(point.x, left), right), min(max(point.y, top), bottom)


def _liking(label: Label) -> tuple[int, float]:
    """Order of candidates: at the point's height, adjoining, then by line."""
    point, (_, top, _, bottom) = label.point, label.box
    x, y = _nearest(point, label.box)
    distance = (x - point.x) ** 2 + (y - point.y) ** 2
    if label.line:
        return 2, distance
    is_level = (top + bottom) / 2 == point.y
    return (0 if is_level else 1), distance


def _circle_box(point: Point) -> Box:
    r = point.r
    return point.x - r, point.y - r, point.x + r, point.y + r


def _meet(a: Box, b: Box, gap: float = GAP) -> bool:
    across = a[0] < b[2] + gap and b[0] < a[2] + gap
    return across and a[1] < b[3] and b[1] < a[3]


def _crosses(line: Line, box: Box, gap: float, parts: int = 30) -> bool:
    x1, y1, x2, y2 = line
    for part in range(parts + 1):
        x = x1 + (x2 - x1) * part / parts
        y = y1 + (y2 - y1) * part / parts
        if _meet((x, y, x, y), box, gap):
            return True
    return False
