"""PNG palettes: indices decoded in place of their colors.

Both kinds of PNG store their pixels alike; only the color type in the header
differs. Sources: the PNG specification, sections 11.2.1 (IHDR) and 5.5 (the
checksum of a chunk).
"""

import tensorflow as tf

from input_pipeline.decode.png_header import (
    CHECKSUM,
    COLOR_TYPE,
    END,
    png_bit_depth,
)

# CRC-32 is linear: changing the color type from 3 to 0 at its place in IHDR
# flips the same bits of the checksum in every file. A header whose checksum
# was wrong stays wrong.
_FLIPPED = (0x12, 0xB5, 0xAF, 0xEE)
_BYTES = [bytes([value]) for value in range(256)]


def as_grayscale(encoded: tf.Tensor) -> tf.Tensor:
    """Renames a palette to grayscale; decoded, the indices remain.

    The palette itself stays in the file and readers skip it. Indices of fewer
    than 8 bits are decoded spread over 0..255: see `spread`.

    Args:
        encoded: scalar string tensor, the bytes of a paletted PNG.

    Returns:
        Scalar string tensor, the bytes of a grayscale PNG.
    """
    checksum = tf.io.decode_raw(
        tf.strings.substr(encoded, CHECKSUM, 4), tf.uint8
    )
    changed = tf.bitwise.bitwise_xor(checksum, tf.constant(_FLIPPED, tf.uint8))
    parts = [
        tf.strings.substr(encoded, 0, COLOR_TYPE),
        tf.constant(b"\0"),
        tf.strings.substr(encoded, COLOR_TYPE + 1, 3),
        tf.strings.reduce_join(
            tf.gather(tf.constant(_BYTES), tf.cast(changed, tf.int32))
        ),
        tf.strings.substr(encoded, END, tf.strings.length(encoded) - END),
    ]
    return tf.strings.join(parts)


def spread(encoded: tf.Tensor) -> tf.Tensor:
    """Spread of decoded gray levels: 1 at 8 bits, 255 at one bit.

    Args:
        encoded: scalar string tensor, the bytes of a PNG.

    Returns:
        Scalar uint8 tensor.
    """
    levels = tf.bitwise.left_shift(1, png_bit_depth(encoded)) - 1
    return tf.cast(255 // tf.maximum(levels, 1), tf.uint8)
