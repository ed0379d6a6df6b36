import math

import numpy as np
import pytest

from deeplab_family.pages.ticks import axis_ticks, tick_text


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.2, 0.93], [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([7e-3, 1e-4], [0, 0.002, 0.004, 0.006, 0.008]),
        ([12.2], [0, 5, 10, 15]),
        ([-1.5, 2.5], [-2, -1, 0, 1, 2, 3]),
        ([0, 0], [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ([], [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_round_values_cover_the_range(values, ticks):
    assert axis_ticks(values) == ticks


def test_steps_are_whole():
    assert axis_ticks([1], whole=True) == [0, 1]
    assert axis_ticks([3], whole=True) == [0, 1, 2, 3]
    assert axis_ticks([30_000], whole=True) == [0, 10_000, 20_000, 30_000]


def test_any_range_has_few_ticks_of_one_distance():
    random = np.random.default_rng(0)
    for _ in range(2000):
        scale = 10.0 ** random.uniform(-12, 12)
        values = (random.uniform(-1, 1, 3) * scale).tolist()
        ticks = axis_ticks(values)
        assert 2 <= len(ticks) <= 6
        assert ticks[0] <= min(0, *values) and max(0, *values) <= ticks[-1]
        steps = np.diff(ticks)
        np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
        leading = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9)
        assert round(leading, 6) in (1, 2, 5)


def test_ticks_read_as_people_write_them():
    values = 30_000.0, 0.05, 1e-05, -2.0, 5e9
    texts = [tick_text(value) for value in values]
    assert texts == ["30,000", "0.05", "1e-05", "-2", "5e+09"]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([10.1, 11.9], [10, 10.5, 11, 11.5, 12]),
        ([0.66, 0.674], [0.66, 0.665, 0.67, 0.675]),
        ([50], [45, 50, 55]),
        ([0], [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ],
)
def test_an_axis_need_not_begin_at_zero(values, ticks):
    assert axis_ticks(values, zero=False) == ticks
