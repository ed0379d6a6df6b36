"""Statistics of the windows against the formulas."""

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.classification import RandomSizedCrop


def windows(crop, shape, count=3000):
    seeds = tf.stack([tf.zeros(count, tf.int32), tf.range(count)], 1)
    shape = tf.constant(shape, tf.int32)
    drawn = tf.function(tf.map_fn)(
        lambda seed: crop.window(shape, seed),
        seeds,
        fn_output_signature=tf.int32,
    )
    return drawn.numpy()


def farthest_from_uniform(values, low, high):
    """The statistic of Kolmogorov and Smirnov, 0..1."""
    shares = np.sort((np.asarray(values) - low) / (high - low))
    return np.abs(shares - (np.arange(len(shares)) + 0.5) / len(shares)).max()


FAR = 1.95 / np.sqrt(3000)
"""One uniform sample in a thousand is farther from uniform than that."""


def test_area_and_ratio_are_uniform_where_every_window_fits():
    crop = RandomSizedCrop(maximum_area=0.5)
    _, _, height, width = windows(crop, (1000, 1000)).T
    assert farthest_from_uniform(height * width / 1e6, 0.08, 0.5) < FAR
    logarithms = np.log(width / height)
    assert farthest_from_uniform(logarithms, -np.log(4 / 3), np.log(4 / 3)) < (
        FAR + 0.01  # sides are whole pixels
    )


def test_windows_lie_anywhere_in_the_image():
    crop = RandomSizedCrop(maximum_area=0.3)
    top, left, height, width = windows(crop, (1000, 1400)).T
    assert farthest_from_uniform(top / (1000 - height), 0, 1) < FAR + 0.01
    assert farthest_from_uniform(left / (1400 - width), 0, 1) < FAR + 0.01
    assert abs(np.corrcoef(top, left)[0, 1]) < 0.06


def test_windows_of_any_area_stay_inside():
    drawn = windows(RandomSizedCrop(), (300, 400))
    top, left, height, width = drawn.T
    assert (drawn[:, :2] >= 0).all() and (drawn[:, 2:] >= 1).all()
    assert (top + height <= 300).all() and (left + width <= 400).all()
    share = height * width / (300 * 400)
    assert 0.079 < share.min() < 0.09 and 0.97 < share.max() <= 1
    ratio = width / height
    assert 0.74 < ratio.min() < 0.77 and 1.3 < ratio.max() < 1.35


@pytest.mark.parametrize("turned", [False, True])
def test_an_image_that_no_window_fits_gives_its_centered_square(turned):
    shape = np.array([10, 1000])
    want = np.array([[0, 495], [10, 10]])
    if turned:
        shape, want = shape[::-1].copy(), want[:, ::-1]
    drawn = windows(RandomSizedCrop(), shape, count=3)
    np.testing.assert_array_equal(drawn, np.tile(want.ravel(), (3, 1)))


def test_the_whole_image_where_the_ranges_say_so():
    whole = RandomSizedCrop(minimum_area=1, minimum_ratio=1, maximum_ratio=1)
    np.testing.assert_array_equal(
        windows(whole, (31, 31), count=4), np.tile((0, 0, 31, 31), (4, 1))
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minimum_area": 0}, "`minimum_area`"),
        ({"maximum_area": 1.1}, "`maximum_area`"),
        ({"minimum_ratio": 2}, "`minimum_ratio`"),
        ({"attempts": 0}, "`attempts`"),
    ],
)
def test_values_out_of_range_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        RandomSizedCrop(**fields)
