"""Mean subtraction, so that padding with one value means the mean color.

Bytes wrap around, and the value is 0. Of floats, sums would be rounded: they
stay as they are, and the value is NaN, which no image has.
"""

from __future__ import annotations

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.sample import MEAN_PIXEL

Color = tuple[float, ...]

MEAN_OF = {"uint8": 0, "float32": float("nan")}
"""The value that `add_mean` turns into the mean color, by the dtype."""


def subtract_mean(images: tf.Tensor, mean: Color = MEAN_PIXEL) -> tf.Tensor:
    """Subtracts the mean color from uint8 images; leaves float32 ones.

    Args:
        images: tensor of shape `(..., height, width, channels)`.
        mean: a color, 0..255. Defaults to the mean color.
    """
    if images.dtype != tf.uint8:
        return images
    return _by_rows(images, tf.subtract, mean)


def add_mean(images: tf.Tensor, mean: Color = MEAN_PIXEL) -> tf.Tensor:
    """Undoes `subtract_mean`, and turns `MEAN_OF` into the mean color."""
    if images.dtype != tf.uint8:
        color = tf.constant(mean, images.dtype)
        return tf.where(tf.math.is_nan(images), color, images)
    return _by_rows(images, tf.add, mean)


def _by_rows(images, operation, mean):
    # Whole rows at once: TensorFlow broadcasts three values very slowly.
    shape = tf.shape(images)
    mean = tf.tile(tf.constant(mean, tf.uint8), [shape[-2]])
    rows = tf.reshape(images, tf.concat([shape[:-2], [-1]], 0))
    return tf.ensure_shape(
        tf.reshape(operation(rows, mean), shape), images.shape
    )
