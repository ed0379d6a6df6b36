import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image, ImageOps

from export.serving.request_image import decode_request
from input_pipeline.decode.image import decode_image
from tests.export.serving.pictures import BAD, encode, jpeg_header, noise
from tests.input_pipeline.decode.draw_turned import TURNS, turned_file


@tf.function(input_signature=[tf.TensorSpec((), tf.string)])
def decode(content):
    return decode_request(content, tf.constant("it"), 2000)


def test_a_png_keeps_every_pixel():
    np.testing.assert_array_equal(decode(encode(noise())), noise())


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_jpeg_is_decoded_as_in_training(options):
    content = encode(noise(), "JPEG", **options)
    np.testing.assert_array_equal(decode(content), decode_image(content))
    expected = Image.open(io.BytesIO(content))
    np.testing.assert_array_equal(decode(content), expected)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", TURNS)
def test_photographs_are_turned_as_viewers_show_them(kind, orientation):
    content = turned_file(noise(), orientation, kind)
    with Image.open(io.BytesIO(content)) as opened:
        expected = np.asarray(ImageOps.exif_transpose(opened))
    np.testing.assert_array_equal(decode(content), expected)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1"])
def test_other_modes_become_rgb(mode):
    image = Image.fromarray(noise()).convert(mode)
    expected = np.asarray(image.convert("RGB"))
    np.testing.assert_array_equal(decode(encode(image)), expected)


def test_a_gray_jpeg_becomes_rgb():
    image = Image.fromarray(noise()).convert("L")
    answer = decode(encode(image, "JPEG")).numpy()
    assert answer.shape == (20, 30, 3)
    assert np.all(answer[..., :1] == answer)


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_good_is_refused_with_its_reason(name):
    content, words = BAD[name]
    words = f"it: .*{words}"
    with pytest.raises(tf.errors.InvalidArgumentError, match=words):
        decode(content)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_limit_counts_pixels(kind):
    assert decode(encode(noise(40, 50), kind)).shape == (40, 50, 3)
    with pytest.raises(tf.errors.InvalidArgumentError, match="40 x 51"):
        decode(encode(noise(40, 51), kind))


def test_a_huge_image_is_refused_before_it_is_decoded():
    # Were it decoded, libjpeg would complain of the data instead.
    with pytest.raises(tf.errors.InvalidArgumentError, match="it: the image"):
        decode(jpeg_header(65_500, 65_500))


def test_every_cut_of_a_file_is_an_error_or_an_image():
    for kind in ("PNG", "JPEG"):
        content = encode(noise(6, 5), kind)
        for end in range(0, len(content), 7):
            try:
                assert decode(content[:end]).shape == (6, 5, 3)
            except tf.errors.InvalidArgumentError as error:
                assert error.message


def test_changed_bytes_never_crash():
    rng = np.random.default_rng(1)
    for kind in ("PNG", "JPEG"):
        content = encode(noise(6, 5), kind)
        for _ in range(60):
            changed = bytearray(content)
            for place in rng.integers(0, len(content), 3):
                changed[place] = rng.integers(256)
            try:
                assert decode(bytes(changed)).shape[-1] == 3
            except tf.errors.InvalidArgumentError as error:
                assert error.message


def test_pillow_agrees_on_the_header_of_our_huge_picture():
    Image.MAX_IMAGE_PIXELS, before = None, Image.MAX_IMAGE_PIXELS
    try:
        opened = Image.open(io.BytesIO(BAD["huge JPEG"][0]))
        assert opened.size == (60_000, 60_000)
    finally:
        Image.MAX_IMAGE_PIXELS = before
