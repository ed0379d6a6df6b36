import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.check.image_file import MOST_PIXELS, image_size

PATH = Path("a.jpg")


def encoded(kind, **options):
    stream = io.BytesIO()
    Image.fromarray(np.zeros((3, 5, 3), np.uint8)).save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind, body):
    checksum = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + checksum


def bomb(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_reads_height_and_width(kind):
    assert image_size(PATH, encoded(kind)) == (3, 5)


@pytest.mark.parametrize("side", [9_000, 50_000, 2**31 - 1])
def test_bombs_are_refused_before_decoding(side):
    assert side * side > MOST_PIXELS
    with pytest.raises(DataError, match="a.jpg .*before decoding"):
        image_size(PATH, bomb(side, side))


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff"])
def test_other_bytes_are_refused(content):
    with pytest.raises(DataError, match="a.jpg is not a readable picture"):
        image_size(PATH, content)


def test_other_formats_are_named():
    with pytest.raises(DataError, match="is a GIF file"):
        image_size(PATH, encoded("GIF"))


def test_turned_photographs_are_refused_and_upright_ones_not():
    exif = Image.Exif()
    exif[0x0112] = 1
    assert image_size(PATH, encoded("JPEG", exif=exif)) == (3, 5)
    exif[0x0112] = 6
    with pytest.raises(DataError, match="EXIF orientation.*upright"):
        image_size(PATH, encoded("JPEG", exif=exif))
