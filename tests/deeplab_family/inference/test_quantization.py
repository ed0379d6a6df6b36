import numpy as np

from deeplab_family.inference.tflite_predictor import (
    dequantize,
    quantize,
)


def details(dtype, scale, zero):
    return {"dtype": dtype, "quantization": (scale, zero)}


IMAGE = np.array([0, 1, 128, 255], np.uint8)


def test_a_float_input_receives_raw_values():
    value = quantize(IMAGE, details(np.float32, 0.0, 0))
    assert value.dtype == np.float32
    np.testing.assert_array_equal(value, [0, 1, 128, 255])


def test_an_input_of_scale_one_receives_the_image_itself():
    assert quantize(IMAGE, details(np.uint8, 1.0, 0)) is IMAGE


def test_an_int8_input_is_shifted():
    value = quantize(IMAGE, details(np.int8, 1.0, -128))
    assert value.dtype == np.int8
    np.testing.assert_array_equal(value, [-128, -127, 0, 127])


def test_values_beyond_the_stored_range_are_clipped_not_wrapped():
    value = quantize(IMAGE, details(np.uint8, 0.5, 0))
    np.testing.assert_array_equal(value, [0, 2, 255, 255])


def test_stored_values_become_real_ones():
    stored = np.array([-128, 0, 127], np.int8)
    values = dequantize(stored, details(np.int8, 0.5, -8))
    assert values.dtype == np.float32
    np.testing.assert_array_equal(values, [-60, 4, 67.5])


def test_a_float_output_is_returned_as_it_is():
    stored = np.array([1.5], np.float32)
    assert dequantize(stored, details(np.float32, 0.0, 0)) is stored
