"""The bottleneck unit of a residual network, with an atrous middle.

Source: He et al., "Deep Residual Learning", arXiv:1512.03385, figure 5; stride
on the first convolution ("v1"), which DeepLab's own layout equals.
"""

import keras
from keras import layers, ops

from deeplab_family.layers.conv_bn_relu import ConvBNReLU

EXPANSION = 4


@keras.saving.register_keras_serializable(package="deeplab_family")
class Bottleneck(layers.Layer):
    """1x1 reduces, 3x3 looks around, 1x1 expands; the input is added.

    Args:
        filters: int > 0. Width of the middle; the result is four times wider.
        strides: int >= 1, on one convolution and the shortcut. Defaults to 1.
        dilation_rate: int >= 1, of the 3x3 convolution. Defaults to 1.
        projection: bool. The shortcut is a 1x1 convolution, needed where the
            width changes; otherwise it is the input, subsampled by `strides`.
            Defaults to False.
        stride_placement: "first_1x1" strides on the first convolution (the
            paper, "v1"), "3x3" on the middle one (torchvision, "v1.5"): another
            function of the same weights. Defaults to "first_1x1".
        residual_output: bool. Return a pair: the result, and what was added to
            the shortcut, before the sum. Defaults to False.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`; without `projection`, channels must
        be `4 * filters`.

    Output shape:
        `(batch, ceil(height / strides), ceil(width / strides), 4 * filters)`;
        with `residual_output`, twice that.

    Raises:
        ValueError: on build, without `projection`, if the widths differ; if
            the 3x3 convolution would stride and be atrous at once.
    """

    def __init__(
        self,
        filters,
        strides=1,
        dilation_rate=1,
        projection=False,
        stride_placement="first_1x1",
        residual_output=False,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = filters
        self.strides = strides
        self.dilation_rate = dilation_rate
        self.projection = projection
        self.stride_placement = stride_placement
        self.residual_output = residual_output
        self.momentum = momentum
        self.epsilon = epsilon
        width = EXPANSION * filters
        early = stride_placement == "first_1x1"
        self.reduce = self._block(
            filters, "reduce", strides=strides if early else 1
        )
        self.look = self._block(
            filters,
            "look",
            kernel_size=3,
            strides=1 if early else strides,
            dilation_rate=dilation_rate,
        )
        self.expand = self._block(width, "expand", activation=None)
        self.shortcut = None
        if projection:
            self.shortcut = self._block(
                width, "shortcut", strides=strides, activation=None
            )

    def build(self, input_shape):
        output_shape = self._sum_shape(input_shape)
        if self.shortcut is not None:
            self.shortcut.build(input_shape)
        elif input_shape[-1] != output_shape[-1]:
            raise ValueError(
                "`projection=True` is needed where the width changes. Received:"
                f" {input_shape[-1]} channels in, {output_shape[-1]} out"
            )
        self.reduce.build(input_shape)
        self.look.build(self.reduce.compute_output_shape(input_shape))
        self.expand.build((*output_shape[:-1], self.filters))

    def call(self, inputs, training=None):
        x = self.reduce(inputs, training=training)
        x = self.look(x, training=training)
        residual = self.expand(x, training=training)
        x = ops.relu(residual + self._shortcut(inputs, training))
        return (x, residual) if self.residual_output else x

    def compute_output_shape(self, input_shape):
        shape = self._sum_shape(input_shape)
        return (shape, shape) if self.residual_output else shape

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "strides": self.strides,
            "dilation_rate": self.dilation_rate,
            "projection": self.projection,
            "stride_placement": self.stride_placement,
            "residual_output": self.residual_output,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _sum_shape(self, input_shape):
        reduced = self.reduce.compute_output_shape(input_shape)
        looked = self.look.compute_output_shape(reduced)
        return (*looked[:-1], EXPANSION * self.filters)

    def _shortcut(self, inputs, training):
        if self.shortcut is not None:
            return self.shortcut(inputs, training=training)
        return inputs[:, :: self.strides, :: self.strides, :]

    def _block(self, filters, name, **convolution):
        return ConvBNReLU(
            filters,
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
            **convolution,
        )
