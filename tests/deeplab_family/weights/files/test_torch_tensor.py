import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.torch_tensor import Storage, Tensor

VALUES = np.arange(24, dtype=np.float32)
STORAGE = Storage("0", "float32", 24)


def view(shape, strides, offset=0):
    return Tensor(STORAGE, offset, shape, strides).of(VALUES)


def test_views_are_those_of_numpy():
    whole = VALUES.reshape(2, 3, 4)
    np.testing.assert_array_equal(view((2, 3, 4), (12, 4, 1)), whole)
    np.testing.assert_array_equal(view((4, 3), (1, 4), 12), whole[1].T)
    np.testing.assert_array_equal(view((2, 2), (12, 8), 3), whole[:, ::2, 3])
    np.testing.assert_array_equal(view((), (), 23), whole[1, 2, 3])
    np.testing.assert_array_equal(view((2, 2), (1, 1)), [[0, 1], [1, 2]])


def test_an_empty_tensor_may_begin_at_the_end():
    empty = view((0, 5), (5, 1), 24)
    np.testing.assert_array_equal(empty, np.zeros((0, 5)), strict=False)
    assert empty.shape == (0, 5)


def test_the_last_element_counts():
    assert view((2,), (23,))[1] == 23
    with pytest.raises(WeightsError, match="beyond its storage of 24"):
        view((2,), (23,), 1)
    with pytest.raises(WeightsError, match="more elements than its storage"):
        view((5, 5), (0, 1))


def test_a_view_cannot_be_written_to():
    with pytest.raises(ValueError):
        view((2,), (1,))[0] = 1
