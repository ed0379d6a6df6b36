"""Diagram: boxes on a grid, and arrows between them."""

from dataclasses import dataclass

from pictures.svg import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, Svg

BOX, GAP = (116, 52), (28, 14)
"""Width and height of a box, and the space between boxes, in pixels."""

MARGIN, TOP = 20, 76
KINDS = {
    "data": ("#f1f3f5", SOFT),
    "backbone": ("#e3eef7", BLUE),
    "head": ("#fdebdd", ORANGE),
    "join": ("#f6e6f3", PURPLE),
    "upsampling": ("#dff3ec", GREEN),
}
"""Fill and outline of a kind of box."""


@dataclass(frozen=True)
class Box:
    """A step of a network.

    Attributes:
        column, row: place on the grid; halves are allowed.
        lines: words inside, at most three lines.
        kind: one of `KINDS`.
    """

    column: float
    row: float
    lines: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Diagram:
    """A network as boxes.

    Attributes:
        title: above it.
        subtitle: below the title: the config, and its source.
        boxes: by name.
        arrows: pairs of names.
    """

    title: str
    subtitle: str
    boxes: dict[str, Box]
    arrows: tuple[tuple[str, str], ...]


def draw_diagram(diagram: Diagram) -> str:
    """The diagram as SVG; columns run to the right, rows down."""
    columns = max(box.column for box in diagram.boxes.values()) + 1
    rows = max(box.row for box in diagram.boxes.values()) + 1
    width = 2 * MARGIN + columns * (BOX[0] + GAP[0]) - GAP[0]
    height = TOP + MARGIN + rows * (BOX[1] + GAP[1]) - GAP[1]
    svg = Svg(max(width, 640), height, diagram.title)
    svg.text(MARGIN, 24, diagram.title, INK, 16, font_weight=600)
    svg.text(MARGIN, 47, diagram.subtitle, SOFT)
    for start, end in diagram.arrows:
        _arrow(svg, diagram.boxes[start], diagram.boxes[end])
    for box in diagram.boxes.values():
        _draw(svg, box)
    return svg.document()


def _corner(box: Box) -> tuple[float, float]:
    return (
        MARGIN + box.column * (BOX[0] + GAP[0]),
        TOP + box.row * (BOX[1] + GAP[1]),
    )


def _draw(svg: Svg, box: Box) -> None:
    x, y = _corner(box)
    fill, outline = KINDS[box.kind]
    svg.rect(x, y, *BOX, fill, outline, rx=5, stroke_width=1.2)
    first = y + BOX[1] / 2 - 7 * (len(box.lines) - 1)
    for number, words in enumerate(box.lines):
        size = 12 if len(words) < 17 else 11
        color = INK if number == 0 else SOFT
        middle = x + BOX[0] / 2
        svg.text(middle, first + 14 * number, words, color, size, "middle")


def _arrow(svg: Svg, start: Box, end: Box) -> None:
    (x1, y1), (x2, y2) = _corner(start), _corner(end)
    if start.column == end.column:
        down = y2 > y1
        x1 = x2 = x1 + BOX[0] / 2
        y1, y2 = (y1 + BOX[1], y2) if down else (y1, y2 + BOX[1])
        svg.path(f"M{x1:g} {y1:g}V{y2:g}", SOFT)
        _tip(svg, x2, y2, 0, 1 if down else -1)
        return
    x1, y1, y2 = x1 + BOX[0], y1 + BOX[1] / 2, y2 + BOX[1] / 2
    turn = x2 - GAP[0] / 2
    svg.path(f"M{x1:g} {y1:g}H{turn:g}V{y2:g}H{x2:g}", SOFT)
    _tip(svg, x2, y2, 1, 0)


def _tip(svg: Svg, x, y, right, down) -> None:
    back = x - 7 * right, y - 7 * down
    side = 4 * down, 4 * right
    corners = [(back[0] + s * side[0], back[1] + s * side[1]) for s in (1, -1)]
    (ax, ay), (bx, by) = corners
    svg.path(f"M{x:g} {y:g}L{ax:g} {ay:g}L{bx:g} {by:g}Z", "none", SOFT)
