"""Mean subtraction, so that zero padding means the mean color."""

from __future__ import annotations

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.sample import MEAN_PIXEL

Color = tuple[int, int, int]


def subtract_mean(images: tf.Tensor, mean: Color = MEAN_PIXEL) -> tf.Tensor:
    """Subtracts the mean color from uint8 RGB images; values wrap around.

    Args:
        images: uint8 tensor of shape `(..., height, width, 3)`.
        mean: RGB color 0..255. Defaults to the mean color.
    """
    return _by_rows(images, tf.subtract, mean)


def add_mean(images: tf.Tensor, mean: Color = MEAN_PIXEL) -> tf.Tensor:
    """Undoes `subtract_mean` exactly, and turns zeros into the mean color."""
    return _by_rows(images, tf.add, mean)


def _by_rows(images, operation, mean):
    # Whole rows at once: TensorFlow broadcasts three values very slowly.
    shape = tf.shape(images)
    mean = tf.tile(tf.constant(mean, tf.uint8), [shape[-2]])
    rows = tf.reshape(images, tf.concat([shape[:-2], [-1]], 0))
    return tf.ensure_shape(
        tf.reshape(operation(rows, mean), shape), images.shape
    )
