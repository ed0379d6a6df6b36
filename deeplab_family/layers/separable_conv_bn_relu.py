"""A convolution split in two: each channel in space, then across channels.

Source: Chen et al., "Encoder-Decoder with Atrous Separable Convolution",
arXiv:1802.02611, section 3.1, figure 3; normalization and ReLU after both, as
in the official code.
"""

import keras
from keras import layers

from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class SeparableConvBNReLU(layers.Layer):
    """A depthwise `ConvBNReLU`, then a 1x1 one.

    Args:
        filters: int > 0. Output channels.
        kernel_size: odd int >= 1, of the depthwise part. Defaults to 3.
        dilation_rate: int >= 1, of the depthwise part. Defaults to 1.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, filters)`.
    """

    def __init__(
        self,
        filters,
        kernel_size=3,
        dilation_rate=1,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = filters
        self.kernel_size = kernel_size
        self.dilation_rate = dilation_rate
        self.momentum = momentum
        self.epsilon = epsilon
        shared = {
            "momentum": momentum,
            "epsilon": epsilon,
            "dtype": self.dtype_policy,
        }
        self.depthwise = ConvBNReLU(
            kernel_size=kernel_size,
            dilation_rate=dilation_rate,
            depthwise=True,
            name="depthwise",
            **shared,
        )
        self.pointwise = ConvBNReLU(filters, name="pointwise", **shared)

    def build(self, input_shape):
        self.depthwise.build(input_shape)
        self.pointwise.build(input_shape)

    def call(self, inputs, training=None):
        x = self.depthwise(inputs, training=training)
        return self.pointwise(x, training=training)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "dilation_rate": self.dilation_rate,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }
