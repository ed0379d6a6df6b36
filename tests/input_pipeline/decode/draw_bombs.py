"""Small files that claim to be huge pictures."""

import struct
import zlib


def png_bomb(width, height, color_type=2):
    """A PNG of a few bytes whose header claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, color_type, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header)
    return start + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def jpeg_bomb(jpeg, width, height):
    """A real JPEG file whose header claims another size."""
    place = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:place] + struct.pack(">HH", height, width) + jpeg[place + 4 :]


def _chunk(kind, body):
    checksum = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + checksum
