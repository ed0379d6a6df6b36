"""Resizing one map to the size of another."""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear


@keras.saving.register_keras_serializable(package="deeplab_family")
class ResizeLike(layers.Layer):
    """Resizes a map bilinearly, corners aligned, to a reference's size.

    Computes in float32 whatever the policy: the last resize makes the logits,
    and half precision would round them (peers lose accuracy there).

    Input shape:
        A pair: `(batch, height, width, channels)` to resize, and a reference
        `(batch, target_height, target_width, any)`.

    Output shape:
        `(batch, target_height, target_width, channels)`, float32.
    """

    def __init__(self, **kwargs):
        kwargs["dtype"] = "float32"
        super().__init__(**kwargs)

    def call(self, inputs):
        images, reference = inputs
        return resize_bilinear(images, ops.shape(reference)[1:3])

    def compute_output_shape(self, input_shape):
        images, reference = input_shape
        return (*reference[:3], images[-1])
