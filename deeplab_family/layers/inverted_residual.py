"""The inverted residual of MobileNetV2: wide inside, narrow outside.

Source: Sandler et al., "MobileNetV2", arXiv:1801.04381, section 3.3, table 1.
"""

import keras
from keras import layers

from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class InvertedResidual(layers.Layer):
    """1x1 expands, 3x3 depthwise looks around, 1x1 projects without ReLU.

    The input is added where its shape allows: stride 1 and equal width.

    Args:
        filters: int > 0. Output channels.
        expansion: int >= 1. Inner width over input width; with 1 the first
            convolution is left out. Defaults to 6.
        strides: int >= 1, of the depthwise convolution. Defaults to 1.
        dilation_rate: int >= 1, of the depthwise convolution. Defaults to 1.
        input_filters: int > 0. Input channels; needed before build, since the
            inner width follows from it.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, input_filters)`.

    Output shape:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`.
    """

    def __init__(
        self,
        filters,
        input_filters,
        expansion=6,
        strides=1,
        dilation_rate=1,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = filters
        self.input_filters = input_filters
        self.expansion = expansion
        self.strides = strides
        self.dilation_rate = dilation_rate
        self.momentum = momentum
        self.epsilon = epsilon
        self.expand = None
        if expansion > 1:
            self.expand = self._block("expand", filters=self._inner_width)
        self.look = self._block(
            "look",
            depthwise=True,
            kernel_size=3,
            strides=strides,
            dilation_rate=dilation_rate,
        )
        self.project = self._block("project", filters=filters, activation=None)

    def build(self, input_shape):
        inner_shape = (*input_shape[:-1], self._inner_width)
        if self.expand is not None:
            self.expand.build(input_shape)
        self.look.build(inner_shape)
        self.project.build(self.look.compute_output_shape(inner_shape))

    def call(self, inputs, training=None):
        x = inputs
        if self.expand is not None:
            x = self.expand(x, training=training)
        x = self.look(x, training=training)
        x = self.project(x, training=training)
        return inputs + x if self._adds_input() else x

    def compute_output_shape(self, input_shape):
        strided = self.look.compute_output_shape(input_shape)
        return (*strided[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "input_filters": self.input_filters,
            "expansion": self.expansion,
            "strides": self.strides,
            "dilation_rate": self.dilation_rate,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    @property
    def _inner_width(self) -> int:
        return self.expansion * self.input_filters

    def _adds_input(self) -> bool:
        return self.strides == 1 and self.filters == self.input_filters

    def _block(self, name, activation="relu6", **convolution):
        return ConvBNReLU(
            activation=activation,
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
            **convolution,
        )
