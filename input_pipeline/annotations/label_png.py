"""Label PNGs, written several times as fast as Pillow writes them.

A label has large areas of one id. Each row is stored as the difference to the
row above (filter 2 of the PNG specification, section 9.2), which is mostly
zeros, and deflate only looks for runs of equal bytes (`Z_RLE`).
"""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = b"\0\0\0\0IEND\xae\x42\x60\x82"
"""The last bytes of every PNG file."""

_UP = 2


def encode_label(label: np.ndarray) -> bytes:
    """Encodes class ids as an 8-bit grayscale PNG.

    Args:
        label: uint8 array of shape `(height, width)`.
    """
    height, width = label.shape
    rows = np.empty((height, width + 1), np.uint8)
    rows[:, 0] = _UP
    rows[0, 1:] = label[0]
    np.subtract(label[1:], label[:-1], out=rows[1:, 1:])
    packer = zlib.compressobj(1, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
    packed = packer.compress(rows) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + END


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(
        f">I4s{len(content)}sI", len(content), kind, content, checksum
    )
