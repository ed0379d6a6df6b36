"""Nearest upsampling as one operation, while converting.

Keras repeats rows and columns by reshaping. Where the image's size is free,
TFLite's converter loses the number of channels on the way and refuses the
next convolution.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import tensorflow as tf


@contextmanager
def upsampling_by_resize(model: keras.Model) -> Iterator[None]:
    """Let `UpSampling2D` resize to the nearest pixel for a while.

    Its answers stay the same, bit for bit.
    """
    # Keras has no public way to reach layers within layers.
    layers = [layer for layer in model._flatten_layers() if _repeats(layer)]
    try:
        for layer in layers:
            layer.call = _resize_for(layer)
        yield
    finally:
        for layer in layers:
            del layer.call


def _repeats(layer) -> bool:
    return (
        type(layer) is keras.layers.UpSampling2D
        and layer.interpolation == "nearest"
        and layer.data_format == "channels_last"
    )


def _resize_for(layer):
    def call(inputs):
        sides = tf.shape(inputs)[1:3] * tf.constant(layer.size)
        if None not in inputs.shape[1:3]:
            sides = [
                side * factor
                for side, factor in zip(
                    inputs.shape[1:3], layer.size, strict=True
                )
            ]
        # Pixels are chosen by their centers: no rounding can miss one.
        return tf.raw_ops.ResizeNearestNeighbor(
            images=inputs, size=sides, half_pixel_centers=True
        )

    return call
