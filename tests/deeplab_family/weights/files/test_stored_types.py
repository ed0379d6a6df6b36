import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.stored_types import STORED, numbers, width_of


def test_bytes_are_numbers_of_their_type():
    for dtype in STORED:
        if dtype not in ("bfloat16", "bool"):
            values = np.array([0, 1, 100], dtype)
            read = numbers(values.tobytes(), dtype)
            np.testing.assert_array_equal(read, values)
            assert read.dtype == dtype
            assert width_of(dtype) == values.itemsize


def test_bfloat16_is_the_upper_half_of_a_float32():
    # Sign, 8 bits of exponent, 7 of fraction: 1, -2, 3.140625, infinity.
    content = bytes.fromhex("803f 00c0 4940 807f")
    read = numbers(content, "bfloat16")
    np.testing.assert_array_equal(read, [1, -2, 3.140625, np.inf])
    assert read.dtype == np.float32


def test_a_bool_is_any_byte_but_zero():
    assert numbers(b"\0\1\2", "bool").tolist() == [False, True, True]


def test_a_part_of_a_number_is_refused():
    with pytest.raises(WeightsError, match="7 bytes are no whole number"):
        numbers(b"1234567", "float32")
