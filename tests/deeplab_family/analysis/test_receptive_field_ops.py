import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.analysis.receptive_field_ops import (
    STEPS,
    Step,
    mixes_all_pixels,
)

KERNEL = np.ones((3, 3, 1, 1), "float32")


def operation(make, *shape):
    with tf.Graph().as_default():
        return make(tf.compat.v1.placeholder(tf.float32, shape)).op


def steps(make, *shape):
    found = operation(make, *shape)
    return STEPS[found.type](found)


@pytest.mark.parametrize(
    ("side", "offset"),
    [(9, 0.0), (8, 1.0)],
)
def test_same_padding_depends_on_the_size(side, offset):
    rows, columns = steps(
        lambda x: tf.nn.conv2d(x, KERNEL, 2, "SAME"), 1, side, 9, 1
    )
    assert rows == Step(2, offset, 1.0)
    assert columns == Step(2, 0.0, 1.0)


def test_explicit_padding_is_read():
    borders = [[0, 0], [2, 2], [1, 0], [0, 0]]
    rows, columns = steps(
        lambda x: tf.nn.conv2d(x, KERNEL, 1, borders), 1, 9, 9, 1
    )
    assert (rows.offset, columns.offset) == (-1.0, 0.0)


def test_slices_start_where_they_say():
    rows, columns = steps(lambda x: x[:, -4::3, :5, :], 1, 9, 9, 1)
    assert rows == Step(3, 5) and columns == Step()


def test_nearest_neighbors_reach_nowhere():
    rows, _ = steps(
        lambda x: tf.compat.v1.image.resize_nearest_neighbor(x, (6, 6)),
        *(1, 3, 3, 1),
    )
    assert rows.stride == 0.5 and rows.reach == 0


@pytest.mark.parametrize(("axis", "mixes"), [(-1, False), (1, True), (2, True)])
def test_sums_over_rows_or_columns_mix(axis, mixes):
    found = operation(lambda x: tf.reduce_sum(x, axis), 1, 3, 3, 2)
    assert mixes_all_pixels(found, [True, False]) == mixes


@pytest.mark.parametrize(
    ("sees", "mixes"),
    [([True, False], False), ([False, True], True), ([True, True], True)],
)
def test_products_mix_unless_weights_stand_right(sees, mixes):
    found = operation(lambda x: tf.matmul(x, x), 3, 3)
    assert mixes_all_pixels(found, sees) == mixes


def test_joining_rows_is_not_known():
    assert steps(lambda x: tf.concat([x, x], 1), 1, 3, 3, 2) is None
    assert steps(lambda x: tf.concat([x, x], 3), 1, 3, 3, 2) == [Step()] * 2
