"""Pixel shuffle (depth to space), in TensorFlow's order of the channels."""

import keras
from keras import ops


def depth_to_space(maps, factor: int):
    """Spreads the channels of each pixel over a square of pixels.

    Channel `(dy * factor + dx) * channels + c` of a pixel becomes channel `c`
    of the pixel `dy` rows below and `dx` columns right of the square's top
    left.

    Args:
        maps: tensor `(batch, height, width, factor**2 * channels)`.
        factor: int >= 1, pixels along a side of the square.

    Returns:
        Tensor `(batch, factor * height, factor * width, channels)`.
    """
    if factor == 1:
        return maps
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        return tf.nn.depth_to_space(maps, factor)
    return spread_channels(maps, factor)


def spread_channels(maps, factor: int):
    """The same in steps that every backend has."""
    height, width, depth = ops.shape(maps)[1:]
    channels = depth // factor**2
    squares = ops.reshape(maps, (-1, height, width, factor, factor, channels))
    rows = ops.transpose(squares, (0, 1, 3, 2, 4, 5))
    return ops.reshape(rows, (-1, height * factor, width * factor, channels))
