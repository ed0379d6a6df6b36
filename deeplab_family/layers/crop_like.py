"""Cutting one map to the size of another."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class CropLike(layers.Layer):
    """Keeps the top left of a map, as much as a reference is large.

    A map that was halved and doubled again has one pixel too many where the
    size was odd; it lies at the bottom and on the right.

    Input shape:
        A pair: `(batch, height, width, channels)` to cut, and a reference
        `(batch, target_height, target_width, any)`, nowhere larger.

    Output shape:
        `(batch, target_height, target_width, channels)`.
    """

    def call(self, inputs):
        maps, reference = inputs
        height, width = ops.shape(reference)[1:3]
        return maps[:, :height, :width, :]

    def compute_output_shape(self, input_shape):
        maps, reference = input_shape
        return (*reference[:3], maps[-1])
