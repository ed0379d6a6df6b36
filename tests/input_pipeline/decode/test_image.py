import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.image import (
    decode_image,
    decode_window,
    image_shape,
    is_jpeg,
)
from tests.input_pipeline.draw_files import SIZE, random_pixels


def encoded(kind, mode="RGB"):
    stream = io.BytesIO()
    Image.fromarray(random_pixels(0)).convert(mode).save(stream, kind)
    return tf.constant(stream.getvalue())


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "L")],
)
def test_any_picture_becomes_rgb(kind, mode):
    file = encoded(kind, mode)
    image = decode_image(file)
    assert image.shape == (*SIZE, 3) and image.dtype == tf.uint8
    expected = Image.open(io.BytesIO(file.numpy())).convert("RGB")
    apart = np.abs(image.numpy() - np.array(expected, int))
    assert apart.mean() < 1  # two JPEG libraries round differently


def test_alpha_is_dropped():
    image = decode_image(encoded("PNG", "RGBA"))
    np.testing.assert_array_equal(image, random_pixels(0))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_window_is_a_part_of_the_whole(kind):
    file = encoded(kind)
    window = decode_window(file, tf.constant((4, 9, 20, 30))).numpy()
    whole = decode_image(file).numpy()[4:24, 9:39]
    # The outermost pixels of a JPEG window have fewer color neighbors.
    np.testing.assert_array_equal(window[1:-1, 1:-1], whole[1:-1, 1:-1])


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_shape_is_read_from_the_header(kind):
    assert image_shape(encoded(kind)).numpy().tolist() == list(SIZE)
    assert bool(is_jpeg(encoded(kind))) == (kind == "JPEG")
