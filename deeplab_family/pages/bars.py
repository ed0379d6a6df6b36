"""Bars of a page: a name, a number and its length, one below the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from deeplab_family.pages.page_templates import render

SHOWN = 30
"""Bars of a list; a reader unfolds the others."""

Interval = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One or a few lengths under one name.

    Args:
        name: of what is measured.
        values: numbers >= 0, one for each thing that is compared; None for
            one that is not there.
        text: the numbers as words.
        color: of a patch before the name, RGB; None for no patch.
        intervals: low and high end, one for each value or none at all; None
            where a value has no interval.
    """

    name: str
    values: tuple[float | None, ...]
    text: str
    color: tuple[int, int, int] | None = None
    intervals: tuple[Interval | None, ...] = ()

    def parts(
        self, most: float
    ) -> Iterator[tuple[float | None, Interval | None]]:
        """Length and interval of each value, in hundredths of the width."""
        intervals = self.intervals or (None,) * len(self.values)
        for value, interval in zip(self.values, intervals, strict=True):
            yield (
                None if value is None else _percent(value, most),
                interval and tuple(_percent(end, most) for end in interval),
            )


def _percent(value: float, most: float) -> float:
    return 100 * min(max(value / most, 0.0), 1.0)


def bar_list(
    bars: Sequence[Bar], most: float | None = None, in_columns: bool = True
) -> Markup:
    """The bars as a list that fills the width of its place.

    Args:
        bars: what to show.
        most: value of a bar of full width. Defaults to None: the largest.
        in_columns: whether a wide screen shows them in columns.
    """
    if most is None:
        most = max((v or 0.0 for bar in bars for v in bar.values), default=0)
    return render(
        "bars.html",
        bars=bars,
        most=most or 1.0,
        in_columns=in_columns,
        # A fold for a few is longer than the few.
        most_shown=len(bars) if len(bars) < SHOWN + 10 else SHOWN,
    )
