import zlib

import pytest
import tensorflow as tf

from input_pipeline.decode.png_exif import png_exif
from tests.input_pipeline.decode.draw_turned import (
    encode,
    profile,
    tiff,
    with_chunk,
)
from tests.input_pipeline.draw_files import random_pixels

PNG = encode(random_pixels(0), "PNG")
KEY = b"Raw profile type exif\0"
DATA = tiff(6)


def test_a_chunk_is_found_anywhere():
    for place in (33, -12):
        content = with_chunk(PNG, b"eXIf", DATA, place)
        assert png_exif(content).numpy().startswith(DATA)
    assert png_exif(PNG).numpy() == b""


def test_a_text_of_digits_is_read_plain_and_packed():
    text = profile(b"Exif\0\0" + DATA)
    for chunk in (
        (b"tEXt", KEY + text),
        (b"tEXt", KEY + text.upper()),
        (b"zTXt", KEY + b"\0" + zlib.compress(text)),
    ):
        assert png_exif(with_chunk(PNG, *chunk)).numpy() == DATA


@pytest.mark.parametrize(
    "chunk",
    [
        (b"tEXt", KEY),
        (b"tEXt", KEY + b"no digits"),
        (b"zTXt", KEY),
        (b"zTXt", KEY + b"\0"),
        (b"tEXt", b"Comment\0" + KEY),
    ],
)
def test_a_text_without_them_is_none(chunk):
    assert png_exif(with_chunk(PNG, *chunk)).numpy() == b""


def test_a_long_packed_text_is_never_unpacked():
    bomb = zlib.compress(bytes(200_000_000))
    assert len(bomb) > 100_000
    content = with_chunk(PNG, b"zTXt", KEY + b"\0" + bomb)
    assert png_exif(content).numpy() == b""


def test_damage_to_a_packed_text_is_an_error():
    content = with_chunk(PNG, b"zTXt", KEY + b"\0damaged")
    with pytest.raises(tf.errors.OpError):
        png_exif(content)
