"""Label PNGs, written several times as fast as Pillow writes them.

A label has large areas of one id. Each row is stored as the difference to the
row above (filter 2 of the PNG specification, section 9.2), which is mostly
zeros, and deflate only looks for runs of equal bytes (`Z_RLE`). Several rows
that are as the one above are packed once for all labels: after a full flush
deflate begins anew at a whole byte, so packed pieces can stand in any order.
"""

import struct
import zlib
from functools import lru_cache

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = b"\0\0\0\0IEND\xae\x42\x60\x82"
"""The last bytes of every PNG file."""

_UP = 2
_ZLIB = b"\x78\x01"
_LAST_BLOCK = b"\x03\x00"
"""Empty, as deflate ends."""

_WORTH_IT = 8
"""Rows; a piece more costs some bytes and a new beginning."""


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
    packed = _packed(rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + END


def _packed(rows: np.ndarray) -> bytes:
    """Rows with their filter byte as a zlib stream."""
    height, width = rows.shape
    changed = rows[:, 1:].any(axis=1)
    turns = np.flatnonzero(changed[1:] != changed[:-1]) + 1
    edges = [0, *turns.tolist(), height]
    pieces, done = [_ZLIB], 0
    for begin, end in zip(edges, edges[1:], strict=False):
        if not changed[begin] and end - begin >= _WORTH_IT:
            if begin > done:
                pieces.append(_deflate(rows[done:begin]))
            pieces.append(_unchanged(end - begin, width))
            done = end
    if done < height:
        pieces.append(_deflate(rows[done:]))
    checksum = struct.pack(">I", zlib.adler32(rows))
    return b"".join([*pieces, _LAST_BLOCK, checksum])


@lru_cache(2048)
def _unchanged(count: int, width: int) -> bytes:
    rows = np.zeros((count, width), np.uint8)
    rows[:, 0] = _UP
    return _deflate(rows)


def _deflate(rows: np.ndarray) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
    return packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(
        f">I4s{len(content)}sI", len(content), kind, content, checksum
    )
