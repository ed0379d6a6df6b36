"""Squeeze and excite: the whole map decides how loud each channel is.

Source: Hu et al., "Squeeze-and-Excitation Networks", arXiv:1709.01507, section
3, with the hard sigmoid of Howard et al., "Searching for MobileNetV3",
arXiv:1905.02244, sections 5.2 and 5.3.
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class SqueezeExcite(layers.Layer):
    """Multiplies each channel by a gate in 0..1.

    The gates come from the mean of the map: a 1x1 convolution to
    `squeezed_filters` channels and ReLU, one back and a hard sigmoid.

    Args:
        filters: int > 0. Channels of the map.
        squeezed_filters: int > 0. Channels between the two convolutions; a
            quarter of `filters` in MobileNetV3.

    Input shape:
        `(batch, height, width, filters)`.

    Output shape:
        The same.

    Raises:
        ValueError: on build, if the map has not `filters` channels.
    """

    def __init__(self, filters, squeezed_filters, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.squeezed_filters = squeezed_filters
        self.squeeze = self._pointwise("squeeze", squeezed_filters, "relu")
        self.excite = self._pointwise("excite", filters, "hard_sigmoid")

    def build(self, input_shape):
        if input_shape[-1] != self.filters:
            raise ValueError(
                f"`filters` must be the map's {input_shape[-1]} channels. "
                f"Received: {self.filters}"
            )
        mean_shape = (input_shape[0], 1, 1, self.filters)
        self.squeeze.build(mean_shape)
        self.excite.build((*mean_shape[:-1], self.squeezed_filters))

    def call(self, inputs):
        # The sum over a large map overflows half precision.
        mean = ops.mean(ops.cast(inputs, "float32"), axis=(1, 2), keepdims=True)
        mean = ops.cast(mean, inputs.dtype)
        return inputs * self.excite(self.squeeze(mean))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "squeezed_filters": self.squeezed_filters,
        }

    def _pointwise(self, name, filters, activation):
        return layers.Conv2D(
            filters,
            1,
            activation=activation,
            kernel_initializer="he_normal",
            dtype=self.dtype_policy,
            name=name,
        )
