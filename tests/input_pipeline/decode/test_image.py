import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.image import decode_image, decode_window
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


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP"])
def test_other_formats_are_refused_whatever_their_ending(kind):
    for decode in (
        decode_image,
        lambda file: decode_window(file, (0, 0, 1, 1)),
    ):
        with pytest.raises(tf.errors.OpError, match="neither JPEG nor PNG"):
            decode(encoded(kind))


def test_sixteen_bit_pictures_keep_their_upper_bits():
    values = np.arange(0, 65536, 37, np.uint16)[:1764].reshape(42, 42)
    stream = io.BytesIO()
    Image.fromarray(values).save(stream, "PNG")
    image = decode_image(tf.constant(stream.getvalue())).numpy()
    np.testing.assert_array_equal(image[..., 0], values >> 8)


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
@pytest.mark.parametrize("progressive", [False, True])
def test_windows_of_unusual_jpegs_equal_the_whole(mode, progressive):
    stream = io.BytesIO()
    picture = Image.fromarray(random_pixels(0)).convert(mode)
    picture.save(stream, "JPEG", quality=95, progressive=progressive)
    file = tf.constant(stream.getvalue())
    whole = decode_image(file).numpy()
    window = decode_window(file, tf.constant((4, 9, 20, 30))).numpy()
    np.testing.assert_array_equal(window[1:-1, 1:-1], whole[5:23, 10:38])
    expected = np.array(picture.convert("RGB"), int)
    assert np.abs(whole - expected).mean() < 6


def test_of_an_animated_png_the_still_picture_counts():
    stream = io.BytesIO()
    first, second = (Image.fromarray(random_pixels(seed)) for seed in (0, 1))
    first.save(stream, "PNG", save_all=True, append_images=[second])
    image = decode_image(tf.constant(stream.getvalue()))
    np.testing.assert_array_equal(image, random_pixels(0))
