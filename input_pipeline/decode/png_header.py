"""PNG files: their header and their chunks, outside the graph and inside it.

Every other file that looks into a PNG asks here where its parts lie. Source:
the PNG specification, third edition, sections 5.2 (the signature), 5.3 (the
layout of chunks) and 11.2.1 (IHDR, the header, which comes first).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
WIDTH, BIT_DEPTH, COLOR_TYPE, CHECKSUM, END = 16, 24, 25, 29, 33
"""Where the fields of the header lie in a file, and where it ends."""

_PLAIN = np.frombuffer(
    SIGNATURE
    + struct.pack(">I4s8xBBBBB4x", 13, b"IHDR", 8, GRAY, 0, 0, 0)
    + b"\0\0\0\0IDAT",
    np.uint8,
)
"""First bytes of a plain label, with zeros where files differ."""

_VARIES = np.isin(
    np.arange(len(_PLAIN)),
    [*range(WIDTH, BIT_DEPTH), *range(CHECKSUM, END + 4)],
)
_NUMBERS = np.add.outer([WIDTH + 4, WIDTH, END], np.arange(4))
"""Where height, width and the length of the data stand."""

_POWERS = 256 ** np.arange(3, -1, -1)
_BEHIND_DATA = 4 + 12
"""Bytes of the checksum of the data, and of the chunk that ends a file."""

TURNED = (
    "has an EXIF orientation, which is not applied to labels: viewers show it "
    "turned. Save it upright, without the tag"
)
_KINDS = {
    GRAY: "grayscale",
    RGB: "RGB",
    PALETTE: "paletted",
    GRAY_ALPHA: "grayscale with alpha",
    RGB_ALPHA: "RGBA",
}


@dataclass(frozen=True)
class PngHeader:
    """Size in pixels, bits a sample, and the PNG color type."""

    width: int
    height: int
    bit_depth: int
    color_type: int

    @property
    def kind(self) -> str:
        """The color type in words, for messages."""
        name = _KINDS.get(self.color_type, f"color type {self.color_type}")
        return f"{self.bit_depth}-bit {name}"

    @property
    def described(self) -> str:
        """The same with an article: "an 8-bit RGB PNG"."""
        return f"{'an' if self.bit_depth == 8 else 'a'} {self.kind} PNG"


def read_png_header(encoded: bytes) -> PngHeader | None:
    """Reads the header; None when the bytes are not a PNG file."""
    if len(encoded) <= COLOR_TYPE or not encoded.startswith(SIGNATURE):
        return None
    return PngHeader(*struct.unpack(">IIBB", encoded[WIDTH : COLOR_TYPE + 1]))


def read_png_chunks(encoded: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Reads the chunks of a PNG file up to its end, or to its damage.

    Args:
        encoded: the bytes of a PNG file.

    Yields:
        Kind, as b"PLTE", and content of each chunk that is whole. Checksums
        are left to the decoder.
    """
    place = len(SIGNATURE)
    while place + 8 <= len(encoded):
        length, kind = struct.unpack(">I4s", encoded[place : place + 8])
        place += 8
        if place + length > len(encoded):
            return
        yield kind, encoded[place : place + length]
        place += length + 4  # its checksum


def is_png(encoded: tf.Tensor) -> tf.Tensor:
    """Scalar bool tensor: do the bytes hold the header of a PNG file?"""
    starts = tf.equal(tf.strings.substr(encoded, 0, 8), SIGNATURE)
    return starts & (tf.strings.length(encoded) >= END)


def plain_gray_shape(encoded: tf.Tensor) -> tf.Tensor:
    """Height and width of 8-bit grayscale, of one IDAT and nothing else.

    So most programs write a label. No part of such a file turns it, and there
    is no text to unpack.

    Returns:
        int32 of shape `(2,)`; zeros for every other file.
    """
    size = len(_PLAIN)
    start = tf.io.decode_raw(encoded, tf.uint8, fixed_length=size)
    looks_so = tf.reduce_all(tf.equal(start, _PLAIN) | _VARIES)
    fields = tf.cast(tf.gather(start, _NUMBERS), tf.int64)
    numbers = tf.reduce_sum(fields * _POWERS, -1)
    whole = numbers[2] + len(_PLAIN) + _BEHIND_DATA
    ends_so = tf.strings.length(encoded) == tf.cast(whole, tf.int32)
    shape = tf.cast(numbers[:2], tf.int32)
    return tf.where(looks_so & ends_so, shape, 0)


def png_shape(encoded: tf.Tensor) -> tf.Tensor:
    """Height and width of a PNG file, int32 of shape `(2,)`."""
    sides = tf.strings.substr(encoded, WIDTH, 8)
    return tf.io.decode_raw(sides, tf.int32, little_endian=False)[::-1]


def png_bit_depth(encoded: tf.Tensor) -> tf.Tensor:
    """Bits a sample of a PNG file, an int32 scalar."""
    return _byte(encoded, BIT_DEPTH)


def png_color_type(encoded: tf.Tensor) -> tf.Tensor:
    """Color type of a PNG file, an int32 scalar such as `PALETTE`."""
    return _byte(encoded, COLOR_TYPE)


def _byte(encoded: tf.Tensor, place: int) -> tf.Tensor:
    byte = tf.io.decode_raw(tf.strings.substr(encoded, place, 1), tf.uint8)
    return tf.cast(byte[0], tf.int32)
