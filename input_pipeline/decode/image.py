"""Decodes photographs inside the graph, whole or only a window of them."""

import tensorflow as tf

from input_pipeline.decode.picture_header import (
    checked_picture,
    image_shape,
    is_jpeg,
)

__all__ = ["decode_image", "decode_window", "image_shape", "is_jpeg"]


def decode_image(encoded: tf.Tensor) -> tf.Tensor:
    """Decodes JPEG or PNG bytes to RGB.

    Pixels come as they are stored: an EXIF orientation is not applied. Gray
    becomes RGB, CMYK is converted without its color profile, alpha is
    dropped, 16-bit PNGs keep their upper 8 bits, and of an animated PNG the
    still picture counts.

    Args:
        encoded: scalar string tensor. Other formats, and headers that claim
            too many pixels, fail with `InvalidArgumentError`.

    Returns:
        uint8 tensor of shape `(height, width, 3)`.
    """
    encoded = checked_picture(encoded)
    image = tf.cond(
        is_jpeg(encoded),
        lambda: tf.io.decode_jpeg(encoded, channels=3),
        lambda: tf.io.decode_png(encoded, channels=3),
    )
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
    encoded = checked_picture(encoded)
    image = tf.cond(
        is_jpeg(encoded),
        lambda: tf.io.decode_and_crop_jpeg(encoded, window, channels=3),
        lambda: _cut(tf.io.decode_png(encoded, channels=3), window),
    )
    image.set_shape((None, None, 3))
    return image


def _cut(image: tf.Tensor, window: tf.Tensor) -> tf.Tensor:
    top, left, height, width = tf.unstack(window)
    return image[top : top + height, left : left + width]
