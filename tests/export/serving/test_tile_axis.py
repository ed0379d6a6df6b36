import numpy as np
import pytest
import tensorflow as tf

from export.serving.sliding_window import TileAxis


@pytest.mark.parametrize("tile, overlap", [(8, 2), (13, 3), (16, 4)])
def test_weights_sum_to_one_at_every_pixel_of_every_length(tile, overlap):
    for length in range(1, 60):
        axis = TileAxis(tf.constant(length), tile, overlap)
        total = np.zeros(length)
        for index in range(int(axis.count)):
            low, high = (int(end) for end in axis.span(index))
            start = int(axis.start(index))
            assert start <= low < high <= start + int(axis.size)
            total[low:high] += axis.weights(index).numpy()
        np.testing.assert_allclose(total, 1, atol=1e-6, err_msg=str(length))


def test_a_short_side_is_one_tile():
    axis = TileAxis(tf.constant(5), 8, 2)
    assert (int(axis.count), int(axis.size)) == (1, 5)
    np.testing.assert_array_equal(axis.weights(0), np.ones(5))


def test_no_more_tiles_than_the_overlap_asks_for():
    for length, tiles in [(8, 1), (9, 2), (14, 2), (15, 3), (20, 3)]:
        assert int(TileAxis(tf.constant(length), 8, 2).count) == tiles


def test_tiles_never_leave_the_image():
    axis = TileAxis(tf.constant(31), 8, 2)
    last = int(axis.count) - 1
    assert int(axis.start(0)) == 0
    assert int(axis.start(last)) + int(axis.size) == 31
