"""Line charts as data: lines and dots between two axes, and as inline SVG."""

import math
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from deeplab_family.pages.page_templates import render
from deeplab_family.pages.ticks import axis_ticks, tick_text

COLORS = ((31, 97, 168), (214, 93, 14), (46, 125, 50), (130, 60, 150))
"""Of the lines, told apart by people who confuse red and green. The stylesheet
has them as --series-0 to --series-3, and lighter ones for dark screens."""

WIDTH, HEIGHT = 480, 300
TEXT = 12
DOTS = 40
"""Points of a line up to which each has a dot."""


@dataclass(frozen=True)
class Axis:
    """Axis of a chart: its name and its range.

    Args:
        name: words beside it; none for a left axis that the title explains.
        whole: only integers, as for steps.
        zero: whether it begins at zero, or ends there.
        ends: values that it must reach, as 0 and 1 for shares.
    """

    name: str = ""
    whole: bool = False
    zero: bool = True
    ends: tuple[float, ...] = ()

    def ticks(self, values: list[float]) -> list[float]:
        """Round values that cover what is shown."""
        return axis_ticks([*values, *self.ends], self.whole, self.zero)


@dataclass(frozen=True)
class Series:
    """A line, or dots.

    Args:
        name: for the legend.
        points: `(x, y)`; a y that is not finite leaves a gap.
        joined: whether a line goes through the points.
        hollow: whether the dots are rings.
        guide: a line to compare with: gray, dashed, without dots.
        notes: words for each point, which a dot shows under the mouse; none
            for the numbers.
    """

    name: str
    points: tuple[tuple[float, float], ...]
    joined: bool = True
    hollow: bool = False
    guide: bool = False
    notes: tuple[str, ...] = ()

    @property
    def finite(self) -> list[tuple[float, float]]:
        """The points that can be drawn."""
        return [p for p in self.points if math.isfinite(p[1])]

    @cached_property
    def pieces(self) -> list[list[tuple[float, float]]]:
        """Points that follow each other without a gap."""
        pieces = [[]]
        for point in self.points:
            if math.isfinite(point[1]):
                pieces[-1].append(point)
            elif pieces[-1]:
                pieces.append([])
        return [piece for piece in pieces if piece]

    def dots(self) -> list[tuple[float, float]]:
        """Points that need a dot to be seen, or are few enough for it."""
        if self.guide:
            return []
        if not self.joined or len(self.finite) <= DOTS:
            return self.finite
        return [piece[0] for piece in self.pieces if len(piece) == 1]

    def note(self, point: tuple[float, float], axis: str) -> str:
        """Note of a dot under the mouse."""
        if self.notes:
            return self.notes[self.points.index(point)]
        return f"{axis} {point[0]:,.10g}: {point[1]:.5g}"


@dataclass(frozen=True)
class Chart:
    """Lines between two axes, `WIDTH` x `HEIGHT` units.

    Args:
        title: above it.
        series: the lines, at most four.
        x: the lower axis.
        y: the left axis.
    """

    title: str
    series: tuple[Series, ...]
    x: Axis = Axis("step", whole=True)
    y: Axis = Axis()

    left, top = 62, 52
    right, bottom = WIDTH - 40, HEIGHT - 38

    @property
    def has_legend(self) -> bool:
        """Whether the title alone would not tell the lines apart."""
        return len(self.series) > 1

    @property
    def is_empty(self) -> bool:
        """Whether no line has a point."""
        return not any(line.finite for line in self.series)

    @cached_property
    def x_ticks(self) -> list[float]:
        """Ticks of the lower axis."""
        points = [p for line in self.series for p in line.points]
        return self.x.ticks([x for x, _ in points])

    @cached_property
    def y_ticks(self) -> list[float]:
        """Ticks of the left axis."""
        points = [p for line in self.series for p in line.finite]
        return self.y.ticks([y for _, y in points])

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Position of a point: units from the left and from the top."""
        right = _share(x, self.x_ticks) * (self.right - self.left)
        up = _share(y, self.y_ticks) * (self.bottom - self.top)
        return self.left + right, self.bottom - up

    def x_labels(self) -> list[tuple[float, str]]:
        """Place and text of each tick at the lower axis."""
        return [(self.at(t, 0)[0], tick_text(t)) for t in self.x_ticks]

    def y_labels(self) -> list[tuple[float, str]]:
        """Place and text of each tick at the left axis."""
        return [(self.at(0, t)[1], tick_text(t)) for t in self.y_ticks]


def _share(value: float, ticks: list[float]) -> float:
    return (value - ticks[0]) / (ticks[-1] - ticks[0])


def chart_svg(chart: Chart) -> Markup:
    """The chart as an `<svg>` element whose colors are the stylesheet's."""
    lines, x = [], float(chart.left)
    for line in chart.series:
        lines.append((line, x))
        x += 36 + 0.56 * TEXT * len(line.name)  # about the width of the text
    return render(
        "line_chart.svg",
        chart=chart,
        lines=lines,
        width=WIDTH,
        height=HEIGHT,
        text=TEXT,
    ).rstrip()
