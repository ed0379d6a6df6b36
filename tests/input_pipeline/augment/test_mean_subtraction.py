import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment.mean_subtraction import (
    add_mean,
    subtract_mean,
)


@pytest.mark.parametrize("shape", [(4, 5, 3), (2, 4, 5, 3), (1, 1, 3)])
def test_adding_undoes_subtracting(shape):
    images = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    back = add_mean(subtract_mean(tf.constant(images)))
    np.testing.assert_array_equal(back, images)


def test_zeros_become_the_mean_color():
    assert np.all(add_mean(tf.zeros((2, 3, 3), tf.uint8)) == (124, 116, 104))


def test_any_color_may_take_the_place_of_the_mean():
    color = (1, 200, 30)
    assert np.all(add_mean(tf.zeros((2, 3, 3), tf.uint8), color) == color)
