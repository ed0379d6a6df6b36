"""Refuses pictures by their first bytes, inside the graph.

What is refused here is never decoded: a file of a few bytes can claim
dimensions that would fill the memory.
"""

import tensorflow as tf

from input_pipeline.decode.png_header import SIGNATURE

MOST_PIXELS = 80_000_000
"""Larger pictures are refused before they are decoded and fill the memory."""

_JPEG_START = b"\xff\xd8\xff"
_PNG_HEADER_BYTES = 33


def checked_picture(encoded: tf.Tensor) -> tf.Tensor:
    """Hands on JPEG and PNG bytes that are safe to decode.

    Args:
        encoded: scalar string tensor, the bytes of a file.

    Returns:
        The same bytes. The graph fails with `InvalidArgumentError` if they
        are of another format, or claim no pixels or more than `MOST_PIXELS`.
    """
    known = tf.debugging.Assert(
        is_jpeg(encoded) | is_png(encoded),
        ["a picture is neither JPEG nor PNG; it has bytes:", _length(encoded)],
    )
    with tf.control_dependencies([known]):
        shape = image_shape(tf.identity(encoded))
    pixels = tf.reduce_prod(tf.cast(shape, tf.int64))
    safe = tf.debugging.Assert(
        tf.reduce_all(shape > 0) & (pixels <= MOST_PIXELS),
        [
            f"a picture is refused before decoding: 1 to {MOST_PIXELS} "
            "pixels are allowed, its header claims (height, width)",
            shape,
        ],
    )
    with tf.control_dependencies([safe]):
        return tf.identity(encoded)


def image_shape(encoded: tf.Tensor) -> tf.Tensor:
    """Reads height and width from the header, int32 of shape `(2,)`."""
    return tf.cond(
        is_jpeg(encoded),
        lambda: tf.image.extract_jpeg_shape(encoded)[:2],
        lambda: _png_shape(encoded),
    )


def is_jpeg(encoded: tf.Tensor) -> tf.Tensor:
    """Scalar bool tensor: do the bytes start like a JPEG file?"""
    return tf.equal(tf.strings.substr(encoded, 0, 3), _JPEG_START)


def is_png(encoded: tf.Tensor) -> tf.Tensor:
    """Scalar bool tensor: do the bytes hold the header of a PNG file?"""
    starts = tf.equal(tf.strings.substr(encoded, 0, 8), SIGNATURE)
    return starts & (_length(encoded) >= _PNG_HEADER_BYTES)


def _png_shape(encoded: tf.Tensor) -> tf.Tensor:
    # Width and height are big-endian integers at byte 16 of a PNG file.
    sides = tf.strings.substr(encoded, 16, 8)
    return tf.io.decode_raw(sides, tf.int32, little_endian=False)[::-1]


def _length(encoded: tf.Tensor) -> tf.Tensor:
    return tf.strings.length(encoded)
