"""Decodes photographs inside the graph, whole or only a window of them."""

import tensorflow as tf

_JPEG_START = b"\xff\xd8\xff"


def decode_image(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes JPEG or PNG bytes to RGB.

    Pixels come as they are stored: an EXIF orientation is not applied. Gray
    becomes RGB, alpha is dropped, 16-bit PNGs become 8-bit.

    Args:
        encoded: scalar string tensor.

    Returns:
        uint8 tensor of shape `(height, width, 3)`.
    """
    image = tf.io.decode_image(encoded, channels=3, expand_animations=False)
    image.set_shape((None, None, 3))
    return image


def decode_window(encoded: tf.Tensor, window: tf.Tensor) -> tf.Tensor:
    """Decodes only a window of a photograph.

    Of a JPEG the rest is skipped, which saves most of the time when the
    window is small; other formats are decoded and then cut.

    Args:
        encoded: scalar string tensor, JPEG or PNG bytes.
        window: int32 tensor `(top, left, height, width)`, inside the image.

    Returns:
        uint8 tensor of shape `(window height, window width, 3)`.
    """
    image = tf.cond(
        is_jpeg(encoded),
        lambda: tf.io.decode_and_crop_jpeg(encoded, window, channels=3),
        lambda: _cut(decode_image(encoded), window),
    )
    image.set_shape((None, None, 3))
    return image


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


def _png_shape(encoded: tf.Tensor) -> tf.Tensor:
    # Width and height are big-endian integers at byte 16 of a PNG file.
    sides = tf.strings.substr(encoded, 16, 8)
    return tf.io.decode_raw(sides, tf.int32, little_endian=False)[::-1]


def _cut(image: tf.Tensor, window: tf.Tensor) -> tf.Tensor:
    top, left, height, width = tf.unstack(window)
    return image[top : top + height, left : left + width]
