"""Fixed enlargement of a map by a whole factor."""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear


@keras.saving.register_keras_serializable(package="deeplab_family")
class BilinearUpsampling(layers.Layer):
    """Enlarges a map bilinearly, the edges of both maps aligned.

    Each pixel becomes a square of `factor` by `factor` pixels around its own
    middle. Computes in float32 whatever the policy, as `ResizeLike` does;
    `keras.layers.UpSampling2D` needs to know the size before it runs.

    Args:
        factor: int >= 1.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, factor * height, factor * width, channels)`, float32.

    Raises:
        ValueError: if `factor` is below 1.
    """

    def __init__(self, factor, **kwargs):
        kwargs["dtype"] = "float32"
        super().__init__(**kwargs)
        if factor < 1:
            raise ValueError(f"`factor` must be >= 1. Received: {factor}")
        self.factor = factor

    def call(self, inputs):
        height, width = ops.shape(inputs)[1:3]
        size = (height * self.factor, width * self.factor)
        return resize_bilinear(inputs, size, align_corners=False)

    def compute_output_shape(self, input_shape):
        batch, height, width, channels = input_shape
        grown = [
            None if size is None else size * self.factor
            for size in (height, width)
        ]
        return (batch, *grown, channels)

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
