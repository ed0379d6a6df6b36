import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.image import (
    decode_image,
    decode_window,
    image_shape,
)
from tests.input_pipeline.decode.draw_turned import TURNS, encode, turned_file
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
    np.testing.assert_array_equal(image, expected)


def test_alpha_is_dropped():
    image = decode_image(encoded("PNG", "RGBA"))
    np.testing.assert_array_equal(image, random_pixels(0))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_window_is_a_part_of_the_whole(kind):
    file = encoded(kind)
    window = decode_window(file, tf.constant((4, 9, 20, 30))).numpy()
    whole = decode_image(file).numpy()[4:24, 9:39]
    np.testing.assert_array_equal(window, whole)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP"])
def test_other_formats_are_refused_whatever_their_ending(kind):
    for decode in (
        decode_image,
        lambda file: decode_window(file, (0, 0, 1, 1)),
    ):
        with pytest.raises(tf.errors.OpError, match="neither JPEG nor PNG"):
            decode(encoded(kind))


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
@pytest.mark.parametrize("progressive", [False, True])
def test_windows_of_unusual_jpegs_equal_the_whole(mode, progressive):
    stream = io.BytesIO()
    picture = Image.fromarray(random_pixels(0)).convert(mode)
    picture.save(stream, "JPEG", quality=95, progressive=progressive)
    file = tf.constant(stream.getvalue())
    whole = decode_image(file).numpy()
    window = decode_window(file, tf.constant((4, 9, 20, 30))).numpy()
    np.testing.assert_array_equal(window, whole[4:24, 9:39])
    expected = np.array(picture.convert("RGB"), int)
    assert np.abs(whole - expected).mean() < 6


def test_of_an_animated_png_the_still_picture_counts():
    stream = io.BytesIO()
    first, second = (Image.fromarray(random_pixels(seed)) for seed in (0, 1))
    first.save(stream, "PNG", save_all=True, append_images=[second])
    image = decode_image(tf.constant(stream.getvalue()))
    np.testing.assert_array_equal(image, random_pixels(0))


def as_pillow_reads(content):
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


@pytest.mark.parametrize("size", [(36, 48), (37, 51), (9, 17), (1, 1)])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpegs_have_the_pixels_that_pillow_reads(
    size, subsampling, progressive
):
    pixels = random_pixels(0, size)
    content = encode(
        pixels, subsampling=subsampling, progressive=progressive, quality=85
    )
    expected = as_pillow_reads(content)
    np.testing.assert_array_equal(decode_image(content), expected)
    random = np.random.default_rng(0)
    for _ in range(5):
        top, left = random.integers(0, size)
        height, width = random.integers(1, np.array(size) - (top, left) + 1)
        window = decode_window(content, (top, left, height, width))
        part = expected[top : top + height, left : left + width]
        np.testing.assert_array_equal(window, part)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", TURNS)
def test_windows_and_sizes_are_those_of_the_upright_picture(kind, orientation):
    content = turned_file(random_pixels(0), orientation, kind)
    whole = decode_image(content).numpy()
    assert whole.shape[:2] == SIZE == tuple(image_shape(content).numpy())
    for window in ((4, 9, 20, 30), (0, 0, 36, 48), (35, 47, 1, 1)):
        top, left, height, width = window
        expected = whole[top : top + height, left : left + width]
        part = decode_window(content, window)
        np.testing.assert_array_equal(part, expected)
