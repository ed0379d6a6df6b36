"""Charts of a run as data: lines over steps, and where they lie on paper."""

import math
from dataclasses import dataclass
from functools import cached_property

from deeplab_family.tracking.ticks import axis_ticks, tick_text

COLORS = ((31, 97, 168), (214, 93, 14), (46, 125, 50), (130, 60, 150))
"""Of the lines, told apart by people who confuse red and green."""

WIDTH, HEIGHT = 480, 300
TEXT = 12
DOTS = 40
"""Points of a line up to which each has a dot."""


@dataclass(frozen=True)
class Series:
    """A line.

    Args:
        name: for the legend.
        points: `(step, value)`; a value that is not finite leaves a gap.
    """

    name: str
    points: tuple[tuple[float, float], ...]

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


@dataclass(frozen=True)
class Chart:
    """Lines over the steps of a run, `WIDTH` x `HEIGHT` units.

    Args:
        title: above it.
        series: the lines, at most four.
    """

    title: str
    series: tuple[Series, ...]

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
        """Steps at the lower axis."""
        points = [p for line in self.series for p in line.points]
        return axis_ticks([step for step, _ in points], whole=True)

    @cached_property
    def y_ticks(self) -> list[float]:
        """Values at the left axis."""
        points = [p for line in self.series for p in line.finite]
        return axis_ticks([value for _, value in points])

    def at(self, step: float, value: float) -> tuple[float, float]:
        """Where a point lies: units from the left and from the top."""
        x = _share(step, self.x_ticks) * (self.right - self.left)
        y = _share(value, self.y_ticks) * (self.bottom - self.top)
        return self.left + x, self.bottom - y

    def x_labels(self) -> list[tuple[float, str]]:
        """Place and text of each tick at the lower axis."""
        return [(self.at(t, 0)[0], tick_text(t)) for t in self.x_ticks]

    def y_labels(self) -> list[tuple[float, str]]:
        """Place and text of each tick at the left axis."""
        return [(self.at(0, t)[1], tick_text(t)) for t in self.y_ticks]

    def dots(self, line: Series) -> list[tuple[float, float]]:
        """Points that need a dot to be seen, or are few enough for it."""
        if len(line.finite) <= DOTS:
            return line.finite
        return [piece[0] for piece in line.pieces if len(piece) == 1]


def _share(value: float, ticks: list[float]) -> float:
    return (value - ticks[0]) / (ticks[-1] - ticks[0])
