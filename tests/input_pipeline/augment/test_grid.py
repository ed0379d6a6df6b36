import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment.resample import (
    bilinear_grid,
    nearest_grid,
)

SIZES = [(10, 10), (10, 23), (23, 10), (7, 1), (1, 5), (360, 513)]


@pytest.mark.parametrize(("source", "target"), SIZES)
def test_nearest_grid_is_that_of_tf_image_resize(source, target):
    line = np.arange(source, dtype=np.int32)[:, None, None]
    resized = tf.image.resize(line, (target, 1), "nearest")
    grid = nearest_grid(tf.range(target), source, target)
    np.testing.assert_array_equal(grid, resized[:, 0, 0])


@pytest.mark.parametrize(("source", "target"), SIZES)
def test_bilinear_grid_is_that_of_tf_image_resize(source, target):
    line = np.random.default_rng(0).uniform(0, 255, source).astype("float32")
    resized = tf.image.resize(line[:, None, None], (target, 1))[:, 0, 0]
    lower, upper, weight = bilinear_grid(tf.range(target), source, target)
    blended = line[lower] * (1 - weight) + line[upper] * weight
    np.testing.assert_allclose(blended, resized, atol=1e-3)


def test_a_part_of_the_grid_equals_the_whole_cut():
    whole = bilinear_grid(tf.range(40), 17, 40)
    part = bilinear_grid(tf.range(11, 31), 17, 40)
    for of_whole, of_part in zip(whole, part, strict=True):
        np.testing.assert_array_equal(of_whole[11:31], of_part)
    np.testing.assert_array_equal(
        nearest_grid(tf.range(40), 17, 40)[11:31],
        nearest_grid(tf.range(11, 31), 17, 40),
    )
