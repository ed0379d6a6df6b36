"""Pixels as a file's own numbers: rounded where these are whole."""

import numpy as np

from deeplab_family.inference.pixel_types import as_pixels
from deeplab_family.inference.tflite_predictor import quantize


def test_whole_numbers_are_rounded_and_not_cut_off():
    images = np.array([0.4, 0.6, 254.7], np.float32)
    np.testing.assert_array_equal(as_pixels(images, np.uint8), [0, 1, 255])
    assert as_pixels(images, np.float32) is images
    whole = np.array([3, 4], np.uint8)
    assert as_pixels(whole, np.uint8) is whole
    assert as_pixels(whole, np.float32).dtype == np.float32


def test_files_of_plain_and_of_quantized_pixels_round_alike():
    images = np.array([0.4, 0.6, 254.7], np.float32)
    plain = {"dtype": np.uint8, "quantization": (0.0, 0)}
    shifted = {"dtype": np.int8, "quantization": (1.0, -128)}
    np.testing.assert_array_equal(quantize(images, plain), [0, 1, 255])
    np.testing.assert_array_equal(quantize(images, shifted), [-128, -127, 127])
