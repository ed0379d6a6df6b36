"""Colors relative to the mean, so that padding with zeros means the mean."""

import tensorflow as tf

from input_pipeline.sample import MEAN_PIXEL


def subtract_mean(images: tf.Tensor) -> tf.Tensor:
    """Subtracts the mean color from uint8 RGB images; values wrap around.

    Args:
        images: uint8 tensor of shape `(..., height, width, 3)`.
    """
    return _by_rows(images, tf.subtract)


def add_mean(images: tf.Tensor) -> tf.Tensor:
    """Undoes `subtract_mean` exactly, and turns zeros into the mean color."""
    return _by_rows(images, tf.add)


def _by_rows(images, operation):
    # Whole rows at once: TensorFlow broadcasts three values very slowly.
    shape = tf.shape(images)
    mean = tf.tile(tf.constant(MEAN_PIXEL, tf.uint8), [shape[-2]])
    rows = tf.reshape(images, tf.concat([shape[:-2], [-1]], 0))
    return tf.ensure_shape(
        tf.reshape(operation(rows, mean), shape), images.shape
    )
