"""Ticks of an axis: round values that cover a range."""

import math
from collections.abc import Iterable

MOST = 6
"""Ticks of an axis; more are hard to read at the size of a chart."""


def axis_ticks(
    values: Iterable[float], whole: bool = False, zero: bool = True
) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten around some values.

    The first is at most the least value and the last at least the largest, so
    they are the ends of the axis.

    Args:
        values: finite numbers; none stands for 0 to 1.
        whole: only integers, as for steps.
        zero: whether zero is among the ticks also where all values lie on one
            side of it.

    Returns:
        Two to six increasing floats.
    """
    values = list(values) or [0.0, 1.0]
    if zero:
        values.append(0.0)
    low, high = min(values), max(values)
    if low == high:  # one value: a tenth of it on both sides, or 0 to 1
        low, high = (low - abs(low) / 10, low + abs(low) / 10 or 1.0)
    step = _step((high - low) / (MOST - 1), whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    if last - first + 1 > MOST:  # the ends were rounded apart
        step = _step(step * 1.01, whole)
        first, last = math.floor(low / step), math.ceil(high / step)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def _step(least: float, whole: bool) -> float:
    if whole:
        least = max(least, 1.0)
    power = 10.0 ** math.floor(math.log10(least))
    for factor in (1, 2, 5, 10):
        if factor * power >= least * (1 - 1e-9):
            return factor * power
    return 10 * power


def tick_text(value: float) -> str:
    """A tick as people read it: 30,000 and 0.05 and 1e-05."""
    if value == int(value) and abs(value) < 1e7:
        return f"{int(value):,}"
    return f"{value:.6g}"
