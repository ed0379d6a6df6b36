"""The Exif data of a PNG file, found inside the graph without decoding.

Sources: the PNG specification, third edition, section 11.3.2.8 (eXIf) and
11.3.4 (tEXt, zTXt); ImageMagick's "Raw profile type exif", a text chunk with
hexadecimal digits, which it wrote before eXIf existed.
"""

import numpy as np
import tensorflow as tf

from input_pipeline.decode.jpeg_segments import split_at

EXIF_OF_PNG, PROFILE_OF_PNG = b"eXIf", b"Raw profile type exif\0"
_TEXT, _COMPRESSED = b"tEXt", b"zTXt"
# Exif data have at most 65,535 bytes: packed, and as digits in lines of 72.
_MOST_PACKED, _MOST_DIGITS = 75_000, 140_000
_HEX_EXIF = "457869660000"
_DIGITS = np.full(256, -1, np.int32)
for _text in ("0123456789abcdef", "0123456789ABCDEF"):
    _DIGITS[[ord(digit) for digit in _text]] = range(16)


def png_exif(encoded: tf.Tensor) -> tf.Tensor:
    """Finds the Exif data of a PNG file.

    Args:
        encoded: scalar string tensor, the bytes of the file.

    Returns:
        Scalar string tensor that begins with a TIFF header; empty if there
        is none. Evaluating it raises `InvalidArgumentError` for a profile
        whose compressed text is damaged.
    """
    chunk = split_at(encoded, EXIF_OF_PNG)
    return tf.cond(
        tf.size(chunk) > 1, lambda: chunk[1], lambda: _from_text(encoded)
    )


def _from_text(encoded: tf.Tensor) -> tf.Tensor:
    pieces = split_at(encoded, PROFILE_OF_PNG)
    return tf.cond(
        tf.size(pieces) > 1,
        lambda: _from_digits(_profile(pieces[0], pieces[1])),
        lambda: tf.constant(b""),
    )


def _profile(head: tf.Tensor, tail: tf.Tensor) -> tf.Tensor:
    """The text of a chunk, from what lies before and behind its keyword."""
    size = tf.strings.length(head)
    kind = tf.strings.substr(head, tf.maximum(size - 4, 0), 4)
    length = tf.strings.substr(head, tf.maximum(size - 8, 0), 4)
    length = tf.io.decode_raw(length, tf.int32, little_endian=False)
    length = tf.reduce_sum(length) - len(PROFILE_OF_PNG)
    text = tf.strings.substr(tail, 0, tf.maximum(length, 0))
    packed = tf.equal(kind, _COMPRESSED) & (length > 1)
    return tf.cond(
        packed & (length <= _MOST_PACKED),
        lambda: tf.io.decode_compressed(tf.strings.substr(text, 1, -1), "ZLIB"),
        lambda: tf.where(tf.equal(kind, _TEXT), text, b""),
    )


def _from_digits(text: tf.Tensor) -> tf.Tensor:
    """The bytes behind "Exif" of a text of hexadecimal digits."""
    text = tf.strings.substr(text, 0, _MOST_DIGITS)
    text = tf.strings.regex_replace(text, r"\s", "")
    found = split_at(text, _HEX_EXIF.encode())
    digits = tf.io.decode_raw(tf.concat([found, [""]], 0)[1], tf.uint8)
    values = tf.gather(_DIGITS, tf.cast(digits, tf.int32))
    values = values[: tf.size(values) // 2 * 2]
    codes = tf.reduce_sum(tf.reshape(values, (-1, 2)) * [16, 1], -1)
    codes = tf.boolean_mask(codes, codes >= 0)
    return tf.strings.reduce_join(tf.gather(_BYTES, codes))


_BYTES = [bytes([value]) for value in range(256)]
