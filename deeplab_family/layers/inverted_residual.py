"""The inverted residual of MobileNets: wide inside, narrow outside.

Source: Sandler et al., "MobileNetV2", arXiv:1801.04381, section 3.3, table 1;
Howard et al., "Searching for MobileNetV3", arXiv:1905.02244, figure 4, for
larger kernels, another activation, squeeze and excite.
"""

import keras
from keras import layers

from deeplab_family.layers.conv_bn_relu import ConvBNReLU
from deeplab_family.layers.squeeze_excite import SqueezeExcite


@keras.saving.register_keras_serializable(package="deeplab_family")
class InvertedResidual(layers.Layer):
    """1x1 expands, a depthwise kernel looks around, 1x1 projects linearly.

    The input is added where its shape allows, at stride 1 and equal width.

    Args:
        filters: int > 0. Output channels.
        expansion: number >= 1. Inner width over input width; with 1 the first
            convolution is left out. Defaults to 6.
        strides: int >= 1, of the depthwise convolution. Defaults to 1.
        dilation_rate: int >= 1, of the depthwise convolution. Defaults to 1.
        input_filters: int > 0. Input channels; needed before build, since the
            inner width follows from it.
        kernel_size: odd int >= 1, of the depthwise convolution. Defaults to 3.
        activation: Keras activation of the inner two. Defaults to "relu6".
        squeezed_filters: int > 0, the narrow width of squeeze and excite after
            the depthwise convolution, or None to leave it out.
            Defaults to None.
        residual: bool. Whether to add the input at all; a unit that had a
            stride before dilation took it must not. Defaults to True.
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
        kernel_size=3,
        activation="relu6",
        squeezed_filters=None,
        residual=True,
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
        self.kernel_size = kernel_size
        self.activation = keras.activations.get(activation)
        self.squeezed_filters = squeezed_filters
        self.residual = residual
        self.momentum = momentum
        self.epsilon = epsilon
        self.expand = None
        if expansion > 1:
            self.expand = self._block("expand", filters=self._inner_width)
        self.look = self._block(
            "look",
            depthwise=True,
            kernel_size=kernel_size,
            strides=strides,
            dilation_rate=dilation_rate,
        )
        self.squeeze_excite = None
        if squeezed_filters is not None:
            self.squeeze_excite = SqueezeExcite(
                self._inner_width,
                squeezed_filters,
                dtype=self.dtype_policy,
                name="squeeze_excite",
            )
        self.project = self._block("project", filters=filters, activation=None)

    def build(self, input_shape):
        inner_shape = (*input_shape[:-1], self._inner_width)
        if self.expand is not None:
            self.expand.build(input_shape)
        self.look.build(inner_shape)
        seen_shape = self.look.compute_output_shape(inner_shape)
        if self.squeeze_excite is not None:
            self.squeeze_excite.build(seen_shape)
        self.project.build(seen_shape)

    def call(self, inputs, training=None):
        x = inputs
        if self.expand is not None:
            x = self.expand(x, training=training)
        x = self.look(x, training=training)
        if self.squeeze_excite is not None:
            x = self.squeeze_excite(x)
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
            "kernel_size": self.kernel_size,
            "activation": keras.activations.serialize(self.activation),
            "squeezed_filters": self.squeezed_filters,
            "residual": self.residual,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    @property
    def _inner_width(self) -> int:
        return round(self.expansion * self.input_filters)

    def _adds_input(self) -> bool:
        same_shape = self.strides == 1 and self.filters == self.input_filters
        return self.residual and same_shape

    def _block(self, name, **convolution):
        return ConvBNReLU(
            **{"activation": self.activation, **convolution},
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
        )
