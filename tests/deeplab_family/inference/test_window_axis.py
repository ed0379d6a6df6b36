"""Windows in a graph: they lie where `Windows` says, and weigh as told."""

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import Windows
from deeplab_family.inference.window_axis import WindowAxis, mean_along

KINDS = [
    Windows(tile=9),
    Windows(tile=8, stride=3),
    Windows(tile=13, stride=10, even=True, seams="tapered"),
    Windows(tile=16, stride=16, seams="tapered"),
]


@pytest.mark.parametrize("windows", KINDS)
def test_windows_lie_where_they_are_said_to(windows):
    for length in range(1, 60):
        axis = WindowAxis(tf.constant(length), windows)
        starts = [int(axis.start(i)) for i in range(int(axis.count))]
        assert tuple(starts) == windows.starts(length), length
        new = [int(axis.new_pixels(i)) for i in range(int(axis.count))]
        assert sum(new) == length


@pytest.mark.parametrize("windows", KINDS)
def test_what_windows_agree_on_is_left_at_every_length(windows):
    for length in (1, 7, 16, 31, 58):
        truth = np.arange(length, dtype=np.float32)[:, None, None, None]
        axis = WindowAxis(length, windows)

        def window(index, axis=axis, truth=truth):
            start = axis.start(index)
            return tf.constant(truth)[start : start + axis.size]

        answer = mean_along(axis, window, lambda x: {"scores": x}, 1)
        np.testing.assert_allclose(answer["scores"], truth, rtol=1e-6)


def test_the_share_of_a_tapered_window_falls_linearly():
    """Two windows from 0 and from 12 share 12 to 16."""
    windows = Windows(tile=16, stride=12, even=True, seams="tapered")
    axis = WindowAxis(28, windows)

    def window(index):
        return tf.fill((16, 1, 1, 1), tf.cast(index, tf.float32))

    answer = mean_along(axis, window, lambda x: {"share": x}, 1)["share"]
    share = np.r_[np.zeros(12), 1 / 8, 3 / 8, 5 / 8, 7 / 8, np.ones(12)]
    np.testing.assert_allclose(np.ravel(answer), share, atol=1e-6)


def test_uniform_windows_count_alike():
    """Three windows of 4, a stride of 2 apart: 1, 2 and 1 hold a pixel."""
    axis = WindowAxis(6, Windows(tile=4, stride=2))

    def window(index):
        return tf.fill((4, 1, 1, 1), tf.cast(index + 1, tf.float32))

    answer = mean_along(axis, window, lambda x: {"mean": x}, 1)["mean"]
    np.testing.assert_allclose(np.ravel(answer), [1, 1, 1.5, 1.5, 2, 2])
