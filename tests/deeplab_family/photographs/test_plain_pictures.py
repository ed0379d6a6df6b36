"""Plain pictures: Pillow gives the pixels that the graph gives."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from deeplab_family.photographs.decoding import decode_any
from deeplab_family.photographs.plain_pictures import decode_plain
from input_pipeline.picture_format import ORDINARY
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import TURNS, turned_file
from tests.input_pipeline.draw_files import random_pixels


def encoded(mode, kind, **options):
    soft = Image.fromarray(random_pixels(0)).resize((37, 51))
    file = io.BytesIO()
    soft.convert(mode).save(file, kind, **options)
    return file.getvalue()


PLAIN = {
    "JPEG": encoded("RGB", "JPEG"),
    "JPEG, full colors": encoded("RGB", "JPEG", quality=95, subsampling=0),
    "progressive JPEG": encoded("RGB", "JPEG", progressive=True),
    "gray JPEG": encoded("L", "JPEG"),
    "PNG": encoded("RGB", "PNG"),
    "PNG with alpha": encoded("RGBA", "PNG"),
    "gray PNG": encoded("L", "PNG"),
    "gray PNG with alpha": encoded("LA", "PNG"),
    "paletted PNG": encoded("P", "PNG"),
    "paletted PNG with a hole": encoded("P", "PNG", transparency=3),
    "PNG with a gamma": encoded("RGB", "PNG", gamma=0.4),
}


def chunk(name, content):
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def with_chunk(png, name, content=b"\0" * 8):
    return png[:33] + chunk(name, content) + png[33:]


@pytest.mark.parametrize("name", PLAIN)
def test_pixels_are_those_of_the_graph(name):
    image, is_turned = decode_plain(PLAIN[name])
    expected, turned = decode_any(PLAIN[name], ORDINARY)
    np.testing.assert_array_equal(image, expected)
    assert is_turned is turned is False


@pytest.mark.parametrize("orientation", TURNS)
def test_turned_photographs_stand_upright(orientation):
    phone = turned_file(random_pixels(0), orientation, "JPEG")
    image, is_turned = decode_plain(phone)
    expected, _ = decode_any(phone, ORDINARY)
    np.testing.assert_array_equal(image, expected)
    assert is_turned


JPEG, PNG = PLAIN["JPEG"], PLAIN["PNG"]
NOT_PLAIN = {
    "nothing": b"",
    "text": b"a text",
    "CMYK": encoded("CMYK", "JPEG"),
    "16 bits": encoded("I;16", "PNG"),
    "one bit": encoded("1", "PNG"),
    "animated": with_chunk(PNG, b"acTL"),
    "packed texts": with_chunk(PNG, b"zTXt"),
    "turned PNG": turned_file(random_pixels(0), 6, "PNG"),
    "16-bit colors": cv2.imencode(".png", np.full((9, 9, 3), 50_000, "uint16"))[
        1
    ].tobytes(),
    "wrong checksum": PNG[:-16] + bytes([PNG[-16] ^ 1]) + PNG[-15:],
    "cut PNG": PNG[:-20],
    "cut JPEG": JPEG[:-200],
    "JPEG without an end": JPEG[:-2],
    "many scans": with_scans(random_pixels(0), 50),
    "stored as RGB": encoded("RGB", "JPEG", keep_rgb=True),
    "Exif of no orientation": JPEG[:2]
    + b"\xff\xe1\x00\x10Exif\0\0II*\0\0\0\0\0"
    + JPEG[2:],
    "XMP": JPEG[:2] + b"\xff\xe1\x00\x14tiff:Orientation\0\0" + JPEG[2:],
}


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_the_graph(name):
    assert decode_plain(NOT_PLAIN[name]) is None


def test_the_plain_part_of_a_file_is_still_plain():
    """What makes the others strange is what was changed, and nothing else."""
    assert decode_plain(JPEG) is not None
    assert decode_plain(with_chunk(PNG, b"teST")) is not None
