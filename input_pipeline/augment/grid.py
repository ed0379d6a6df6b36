"""Where the pixels of a resized picture lie in the picture it came from.

Pixels are little squares: the center of pixel i is at i + 0.5. This is the
grid of `tf.image.resize`, so a picture and its label stay aligned.
"""

import tensorflow as tf


def bilinear_grid(
    start: tf.Tensor, count: tf.Tensor, source: tf.Tensor, target: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Neighbors and weights of output pixels `start..start + count - 1`.

    Args:
        start: int, first output pixel wanted.
        count: int, number of output pixels.
        source: int, length of the source axis in pixels.
        target: int, length of the whole output axis in pixels.

    Returns:
        `(lower, upper, weight)` of shape `(count,)`: int32 source pixels and
        the float32 weight 0..1 of the upper one.
    """
    position = _centers(start, count, source, target) - 0.5
    floor = tf.floor(position)
    lower = tf.cast(floor, tf.int32)
    return (
        tf.clip_by_value(lower, 0, source - 1),
        tf.clip_by_value(lower + 1, 0, source - 1),
        position - floor,
    )


def nearest_grid(
    start: tf.Tensor, count: tf.Tensor, source: tf.Tensor, target: tf.Tensor
) -> tf.Tensor:
    """The source pixel below each output pixel's center, int32 `(count,)`.

    Takes the same arguments as `bilinear_grid`.
    """
    center = _centers(start, count, source, target)
    return tf.minimum(tf.cast(tf.floor(center), tf.int32), source - 1)


def _centers(start, count, source, target):
    scale = tf.cast(source, tf.float32) / tf.cast(target, tf.float32)
    pixels = tf.cast(tf.range(start, start + count), tf.float32)
    return (pixels + 0.5) * scale
