import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.label_checks import (
    NO_ID,
    as_label_map,
    check_same_size,
    first_where,
    static_shape,
    whole_ids,
)


def test_a_last_dimension_of_one_goes_away():
    labels = np.arange(6).reshape(1, 2, 3)
    column = tf.constant(labels[..., None])
    np.testing.assert_array_equal(as_label_map(column, (1, 2, 3)), labels)


def test_sizes_that_are_not_known_are_not_compared():
    labels = np.zeros((1, 2, 3))
    assert as_label_map(labels, (None, None, 3)) is labels


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((1, 2, 3, 4), r"one-hot labels into ids.*shape: \(1, 2, 3, 4\)"),
        ((1, 3, 2), r"labels \(1, 3, 2\), predictions \(1, 2, 3\)"),
        ((2, 3), r"labels \(2, 3\), predictions \(1, 2, 3\)"),
        ((1, 2, 3, 1, 1), r"labels \(1, 2, 3, 1, 1\)"),
    ],
)
def test_other_shapes_are_refused(shape, message):
    with pytest.raises(ValueError, match=message):
        as_label_map(np.zeros(shape), (1, 2, 3))


def test_an_unknown_rank_is_refused_with_the_remedy():
    @tf.function(input_signature=[tf.TensorSpec(None)])
    def shape(labels):
        return static_shape(labels, "y_true")

    with pytest.raises(ValueError, match="`y_true` must .* `set_shape`"):
        shape(np.zeros(3))


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (np.array([-3, 127], "int8"), [-3, 127]),
        (np.array([0, 255], "uint8"), [0, 255]),
        (np.array([0, 65535], "uint16"), [0, 65535]),
        (np.array([False, True]), [0, 1]),
        (np.array([2**32 + 3, -(2**40)]), [2**30, NO_ID]),
        (np.array([7, 2**32 - 1], "uint32"), [7, 2**30]),
        (np.array([7, 2**64 - 1], "uint64"), [7, 2**30]),
        (np.array([3.0, -1.0, 2.5, np.nan]), [3, -1, NO_ID, NO_ID]),
        (np.array([3.0, 2.5, np.inf], "float16"), [3, NO_ID, 2**30]),
    ],
    ids=str,
)
def test_no_id_becomes_another_one(ids, expected):
    received = whole_ids(tf.constant(ids))
    assert received.dtype == "int32"
    np.testing.assert_array_equal(received, expected)


def test_the_first_that_is_marked():
    values = np.array([[4, 5], [6, 7]])
    assert int(first_where(values > 5, values)) == 6


@pytest.mark.parametrize("jit_compile", [False, True])
def test_sizes_are_compared_when_they_are_known(jit_compile):
    @tf.function(
        input_signature=[tf.TensorSpec((None, None), tf.int32)] * 2,
        jit_compile=jit_compile,
    )
    def fits(one, other):
        return check_same_size(one, other)[1]

    wide, tall = np.zeros((2, 3), "int32"), np.zeros((3, 2), "int32")
    assert bool(fits(wide, wide))
    if jit_compile:
        assert not bool(fits(wide, tall))
    else:
        with pytest.raises(tf.errors.InvalidArgumentError, match="same pixels"):
            fits(wide, tall)
