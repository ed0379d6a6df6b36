"""Which JPEGs are proven to hold one scan and no orientation."""

import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image, ImageOps

from input_pipeline.decode.exif_orientation import read_orientation
from input_pipeline.decode.plain_jpeg import HEAD, plain_jpeg_shape
from tests.input_pipeline.decode.draw_turned import (
    encode,
    turned_file,
    with_segment,
)
from tests.input_pipeline.draw_files import random_pixels

PIXELS = random_pixels(0)
JPEG = encode(PIXELS)
XMP = b'http://ns.adobe.com/xap/1.0/\0<rdf tiff:Orientation="6"/>'
SCAN, FRAME = JPEG.index(b"\xff\xda"), JPEG.index(b"\xff\xc0")
SEGMENT = JPEG[FRAME : FRAME + 2 + JPEG[FRAME + 3]]


def shape(content):
    return plain_jpeg_shape(tf.constant(content)).numpy().tolist()


@pytest.mark.parametrize(
    "content",
    [
        JPEG,
        encode(PIXELS, optimize=True),
        encode(PIXELS, quality=100, subsampling=0),
        encode(PIXELS, comment=b"hello"),
        encode(PIXELS, icc_profile=bytes(3000)),
        encode(PIXELS[..., 0]),
        with_segment(JPEG, bytes(HEAD - SCAN - 6), 0xEC),
        JPEG.replace(b"\xff\xc0", b"\xff\xc1"),
        JPEG + XMP,
    ],
)
def test_ordinary_files_are_plain(content):
    assert shape(content) == [36, 48]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff",
        encode(PIXELS, "PNG"),
        encode(PIXELS, progressive=True),
        turned_file(PIXELS, 1),
        with_segment(JPEG, XMP),
        JPEG[:SCAN] + with_segment(JPEG, XMP)[2 : 6 + len(XMP)] + JPEG[SCAN:],
        with_segment(JPEG, bytes(HEAD - SCAN - 4), 0xEC),  # the scan is too far
        JPEG[: SCAN + 4] + b"\1" + JPEG[SCAN + 5 :],  # of one color only
        JPEG[:FRAME] + SEGMENT + JPEG[FRAME:],  # two frames
        JPEG[:FRAME] + JPEG[FRAME + len(SEGMENT) :],  # none
        JPEG[:2] + b"\xff" + JPEG[2:],  # a fill byte
        b"\xff\xd9" + JPEG[2:],
        JPEG[:SCAN],
    ],
)
def test_what_may_hold_more_is_not(content):
    assert shape(content) == [0, 0]


def test_nothing_behind_the_pixels_turns_a_picture():
    for content, turns in (
        (JPEG + XMP, False),
        (with_segment(JPEG, XMP), True),
    ):
        with Image.open(io.BytesIO(content)) as picture:
            upright = ImageOps.exif_transpose(picture)
        assert (upright.size == (36, 48)) == turns
        assert read_orientation(content) == (6 if turns else 1)


def test_sides_of_two_bytes_are_read():
    assert shape(encode(np.zeros((300, 700, 3), np.uint8))) == [300, 700]
