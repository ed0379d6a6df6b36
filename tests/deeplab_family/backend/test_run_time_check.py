import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backend import check_at_run_time


def checked(tensor, limit):
    holds = tf.reduce_all(tensor < limit)
    return check_at_run_time(
        tensor, holds, "`x` must be small.", tf.reduce_max(tensor)
    )


def test_what_holds_is_passed_on():
    numbers = tf.constant([1, 2])
    np.testing.assert_array_equal(checked(numbers, 3), numbers)
    np.testing.assert_array_equal(tf.function(checked)(numbers, 3), numbers)


def test_eager_programs_raise_a_value_error():
    with pytest.raises(ValueError, match="^`x` must be small. Received: 2$"):
        checked(tf.constant([1, 2]), 2)


@pytest.mark.parametrize("dtype", ["int32", "int64", "float32"])
def test_graphs_raise_the_same_sentence(dtype):
    numbers = tf.constant([1, 2], dtype)
    with pytest.raises(
        tf.errors.InvalidArgumentError,
        match=r"\[`x` must be small. Received:\] \[2\]",
    ):
        tf.function(checked)(numbers, tf.constant(2, dtype))


def test_xla_lets_it_pass():
    numbers = tf.constant([1, 2])
    compiled = tf.function(checked, jit_compile=True)
    np.testing.assert_array_equal(compiled(numbers, 2), numbers)
