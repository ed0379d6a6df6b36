"""Photographs as phones store them: turned, with a tag that says how."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

TURNS = (2, 3, 4, 5, 6, 7, 8)
_STORED = {  # what undoes the turn of each orientation
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(pixels, orientation):
    """The pixels of an upright picture as they are stored."""
    if orientation not in _STORED:
        return pixels
    return np.asarray(Image.fromarray(pixels).transpose(_STORED[orientation]))


def tiff(orientation, order="<", kind=3):
    """Exif data from the TIFF header on: another entry, then this one."""
    code = {3: "HH", 4: "I"}[kind]
    values = (orientation, 0) if kind == 3 else (orientation,)
    start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(
        order + "I", 8
    )
    other = struct.pack(order + "HHIHH", 0x0100, 3, 1, 7, 0)
    entry = struct.pack(order + "HHI" + code, 0x0112, kind, 1, *values)
    return start + struct.pack(order + "H", 2) + other + entry + bytes(4)


def turned_file(pixels, orientation, kind="JPEG", **options):
    """A file that viewers show as `pixels`, which it stores turned."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encode(stored(pixels, orientation), kind, exif=exif, **options)


def encode(pixels, kind="JPEG", **options):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


def with_segment(jpeg, content, code=0xE1):
    """The JPEG file with one more segment at its beginning."""
    length = struct.pack(">H", len(content) + 2)
    return jpeg[:2] + bytes([0xFF, code]) + length + content + jpeg[2:]


def with_chunk(png, kind, content, place=33):
    """The PNG file with one more chunk, by default right after IHDR."""
    check = struct.pack(">I", zlib.crc32(kind + content))
    chunk = struct.pack(">I", len(content)) + kind + content + check
    return png[:place] + chunk + png[place:]


def profile(data):
    """Exif data as ImageMagick wrote them into a text chunk."""
    digits = data.hex()
    lines = [digits[i : i + 72] for i in range(0, len(digits), 72)]
    return "\n".join(["", "exif", f"{len(data):8}", *lines, ""]).encode()
