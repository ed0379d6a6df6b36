"""Resizing one map to the size of another."""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear


@keras.saving.register_keras_serializable(package="deeplab_family")
class ResizeLike(layers.Layer):
    """Resizes a map bilinearly to the size of a reference.

    Computes in float32 whatever the policy: the last resize makes the logits,
    and half precision would round them (peers lose accuracy there).

    Args:
        align_corners: bool. The corner pixels' centers coincide, as in
            DeepLab; if False, the edges of the maps do. Defaults to True.

    Input shape:
        A pair: `(batch, height, width, channels)` to resize, and a reference
        `(batch, target_height, target_width, any)`.

    Output shape:
        `(batch, target_height, target_width, channels)`, float32.
    """

    def __init__(self, align_corners=True, **kwargs):
        kwargs["dtype"] = "float32"
        super().__init__(**kwargs)
        self.align_corners = align_corners

    def call(self, inputs):
        images, reference = inputs
        size = ops.shape(reference)[1:3]
        return resize_bilinear(images, size, self.align_corners)

    def compute_output_shape(self, input_shape):
        images, reference = input_shape
        return (*reference[:3], images[-1])

    def get_config(self):
        return {**super().get_config(), "align_corners": self.align_corners}
