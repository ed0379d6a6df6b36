"""DeepLabv3+ decoder: low-level features refine a coarse map.

Source: Chen et al., "Encoder-Decoder with Atrous Separable Convolution for
Semantic Image Segmentation", arXiv:1802.02611, section 3.1, figure 2.
"""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear, resize_on_grid
from deeplab_family.layers.conv_bn_relu import ConvBNReLU
from deeplab_family.layers.separable_conv_bn_relu import SeparableConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class DeepLabV3PlusDecoder(layers.Layer):
    """Joins two maps and looks at both with two 3x3 convolutions.

    The coarse map is resized to the fine one, as `ResizeLike` does; a 1x1
    convolution keeps the fine one's many channels from drowning it.

    Args:
        filters: int > 0. Channels of the result. Defaults to 256.
        low_level_filters: int > 0. Channels kept of the fine map.
            Defaults to 48.
        separable: bool. Use separable 3x3 convolutions. Defaults to False.
        stride: int >= 1, pixels of the fine map for one of the coarse one, or
            None for aligned corners. Defaults to None.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        A pair: the coarse map `(batch, h, w, channels)` and the fine one
        `(batch, height, width, any)`.

    Output shape:
        `(batch, height, width, filters)`.
    """

    def __init__(
        self,
        filters=256,
        low_level_filters=48,
        separable=False,
        stride=None,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = filters
        self.low_level_filters = low_level_filters
        self.separable = separable
        self.stride = stride
        self.momentum = momentum
        self.epsilon = epsilon
        block = SeparableConvBNReLU if separable else ConvBNReLU
        self.reduce = self._block(ConvBNReLU, low_level_filters, "reduce", 1)
        self.first = self._block(block, filters, "first", 3)
        self.second = self._block(block, filters, "second", 3)

    def build(self, input_shape):
        coarse, fine = input_shape
        self.reduce.build(fine)
        width = coarse[-1] + self.low_level_filters
        self.first.build((*fine[:-1], width))
        self.second.build((*fine[:-1], self.filters))

    def call(self, inputs, training=None):
        coarse, fine = inputs
        size = ops.shape(fine)[1:3]
        if self.stride is None:
            coarse = resize_bilinear(coarse, size)
        else:
            coarse = resize_on_grid(coarse, size, self.stride)
        fine = self.reduce(fine, training=training)
        x = ops.concatenate([coarse, fine], axis=-1)
        x = self.first(x, training=training)
        return self.second(x, training=training)

    def compute_output_shape(self, input_shape):
        _, fine = input_shape
        return (*fine[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "low_level_filters": self.low_level_filters,
            "separable": self.separable,
            "stride": self.stride,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _block(self, block, filters, name, kernel_size):
        return block(
            filters,
            kernel_size=kernel_size,
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
        )
