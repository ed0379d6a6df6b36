import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.image import decode_image, decode_window
from input_pipeline.decode.png_pixels import decode_png
from tests.input_pipeline.draw_files import random_pixels


def deep(values):
    stream = io.BytesIO()
    Image.fromarray(values.astype(np.uint16)).save(stream, "PNG")
    return tf.constant(stream.getvalue())


RAMP = np.arange(42 * 42).reshape(42, 42)


@pytest.mark.parametrize("highest", [16384, 40000, 65535])
def test_sixteen_bits_keep_their_upper_eight(highest):
    values = RAMP * highest // RAMP.max()
    image = decode_png(deep(values)).numpy()
    np.testing.assert_array_equal(image[..., 0], values >> 8)
    assert image.dtype == np.uint8 and image.shape == (42, 42, 3)


@pytest.mark.parametrize(
    ("bits", "levels"), [(8, 1), (10, 4), (12, 16), (14, 64)]
)
def test_fewer_bits_in_a_wider_file_are_refused(bits, levels):
    file = deep(RAMP * (2**bits - 1) // RAMP.max())
    words = f"highest value is {2**bits - 1} of 65535: only {levels} gray"
    for decode in (decode_image, lambda f: decode_window(f, (0, 0, 4, 4))):
        with pytest.raises(tf.errors.InvalidArgumentError, match=words):
            tf.function(decode)(file)


def test_a_black_picture_is_black_in_any_range():
    assert not decode_png(deep(np.zeros((3, 4)))).numpy().any()


def test_eight_bits_stay():
    pixels = random_pixels(0)
    np.testing.assert_array_equal(decode_png(tf.io.encode_png(pixels)), pixels)
