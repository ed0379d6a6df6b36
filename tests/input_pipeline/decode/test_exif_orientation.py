import io
import zlib

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image, ImageOps

from input_pipeline.decode.exif_orientation import (
    read_orientation,
    stored_window,
    turn_is_unclear,
    turn_upright,
    upright_shape,
)
from input_pipeline.decode.image import decode_image
from tests.input_pipeline.decode.draw_turned import (
    TURNS,
    encode,
    profile,
    stored,
    tiff,
    turned_file,
    with_chunk,
    with_segment,
)
from tests.input_pipeline.draw_files import random_pixels

PIXELS = random_pixels(0)
XMP = b'http://ns.adobe.com/xap/1.0/\0<x tiff:Orientation="%d"/>'


def as_pillow_shows(content):
    return np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(content))))


@pytest.mark.parametrize("orientation", TURNS)
def test_pixels_come_upright(orientation):
    turned = turn_upright(stored(PIXELS, orientation), tf.constant(orientation))
    np.testing.assert_array_equal(turned, PIXELS)


CARRIERS = {
    "JPEG": lambda n: turned_file(PIXELS, n),
    "progressive JPEG": lambda n: turned_file(PIXELS, n, progressive=True),
    "JPEG, Exif behind another segment": lambda n: with_segment(
        turned_file(PIXELS, n), b"a comment", 0xFE
    ),
    "JPEG, XMP": lambda n: with_segment(encode(PIXELS), XMP % n),
    "PNG": lambda n: turned_file(PIXELS, n, "PNG"),
    "PNG, big endian": lambda n: with_chunk(
        encode(PIXELS, "PNG"), b"eXIf", tiff(n, ">")
    ),
    "PNG, 32 bits": lambda n: with_chunk(
        encode(PIXELS, "PNG"), b"eXIf", tiff(n, ">", 4)
    ),
    "PNG, at the end": lambda n: with_chunk(
        encode(PIXELS, "PNG"), b"eXIf", tiff(n), -12
    ),
    "PNG, ImageMagick": lambda n: with_chunk(
        encode(PIXELS, "PNG"),
        b"tEXt",
        b"Raw profile type exif\0" + profile(b"Exif\0\0" + tiff(n)),
    ),
    "PNG, ImageMagick, packed": lambda n: with_chunk(
        encode(PIXELS, "PNG"),
        b"zTXt",
        b"Raw profile type exif\0\0"
        + zlib.compress(profile(b"Exif\0\0" + tiff(n))),
    ),
    "PNG, XMP": lambda n: with_chunk(
        encode(PIXELS, "PNG"),
        b"iTXt",
        b"XML:com.adobe.xmp\0\0\0\0\0<tiff:Orientation>%d</" % n,
    ),
}


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("orientation", [*TURNS, 0, 1, 9])
def test_each_file_is_read_as_pillow_shows_it(carrier, orientation):
    content = CARRIERS[carrier](orientation)
    expected = as_pillow_shows(content)
    np.testing.assert_array_equal(decode_image(content), expected)
    known = orientation if orientation in TURNS else 1
    assert read_orientation(content) == known


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_without_a_tag_is_as_stored(kind):
    assert read_orientation(encode(PIXELS, kind)) == 1


def test_the_tag_of_a_second_view_does_not_count():
    content = encode(PIXELS) + turned_file(PIXELS, 6)
    assert read_orientation(content) == 1


@pytest.mark.parametrize("orientation", [1, *TURNS])
def test_a_window_is_found_where_its_pixels_are_stored(orientation):
    kept = stored(PIXELS, orientation)
    shape = tf.constant(kept.shape[:2])
    window = tf.constant((4, 9, 20, 30))
    number = tf.constant(orientation)
    top, left, height, width = stored_window(window, number, shape).numpy()
    part = kept[top : top + height, left : left + width]
    turned = turn_upright(part, number)
    np.testing.assert_array_equal(turned, PIXELS[4:24, 9:39])
    assert upright_shape(shape, number).numpy().tolist() == [36, 48]


def test_only_sides_that_change_places_tell_how_a_label_lies():
    unclear = [n for n in range(1, 9) if turn_is_unclear(n, 36, 48)]
    assert unclear == [2, 3, 4]
    assert [n for n in range(1, 9) if turn_is_unclear(n, 5, 5)] == list(TURNS)
