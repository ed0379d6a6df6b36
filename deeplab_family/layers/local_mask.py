"""Local masks of GALD: one spatial gate per channel.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, equation 1, and table 1(e) for the
ways to make the map smaller; normalization, ReLU and missing padding as in the
released code.
"""

from typing import Literal

import keras
from keras import layers, ops

from deeplab_family.backend import (
    check_static_size,
    require_size,
    resize_bilinear,
)
from deeplab_family.layers.conv_bn_relu import ADVICE, ConvBNReLU
from deeplab_family.layers.local_mask_size import (
    DOWNSAMPLINGS,
    check_ratio,
    smallest_map,
)


@keras.saving.register_keras_serializable(package="deeplab_family")
class LocalMask(layers.Layer):
    """One mask in 0..1 for each channel: sigmoid(upsample(downsample(x))).

    Args:
        downsampling: "depthwise", log2(`ratio`) depthwise 3x3 convolutions of
            stride 2, each with batch normalization and ReLU; "average", the
            mean of `ratio` x `ratio` windows; or "bilinear". The last two have
            no weights. Defaults to "depthwise".
        ratio: int, a power of 2 >= 2. Defaults to 8.
        padding: of convolutions and windows: "valid" as released, which needs
            `minimum_size` pixels along each side, or "same" for maps of any
            size. Defaults to "valid".
        last_relu: bool. The last convolution has its ReLU, as released; the
            masks then lie in 0.5..1. Defaults to True.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        The same.

    Raises:
        ValueError: if an argument is none of the above; when built or called
            on a map smaller than `minimum_size`. A graph of unknown sizes
            fails when it runs.
    """

    def __init__(
        self,
        downsampling: Literal["depthwise", "average", "bilinear"] = "depthwise",
        ratio=8,
        padding="valid",
        last_relu=True,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if downsampling not in DOWNSAMPLINGS:
            raise ValueError(
                "`downsampling` must be 'depthwise', 'average' or 'bilinear'. "
                f"Received: {downsampling!r}"
            )
        check_ratio("ratio", ratio)
        self.downsampling = downsampling
        self.ratio = ratio
        self.padding = padding
        self.last_relu = last_relu
        self.momentum = momentum
        self.epsilon = epsilon
        self.halvings = []
        self.average = None
        if downsampling == "depthwise":
            self.halvings = self._halvings()
        elif downsampling == "average":
            self.average = layers.AveragePooling2D(
                ratio, ratio, padding, dtype=self.dtype_policy, name="average"
            )

    @property
    def minimum_size(self) -> int:
        """Fewest pixels along a side that leave one after downsampling."""
        return smallest_map(self.downsampling, self.ratio, self.padding)

    def build(self, input_shape):
        check_static_size(input_shape[1:3], self._minimum_sizes, ADVICE)
        for halving in self.halvings:
            halving.build(input_shape)
            input_shape = halving.compute_output_shape(input_shape)

    def call(self, inputs, training=None):
        maps = require_size(inputs, self._minimum_sizes, ADVICE)
        small = self._downsample(maps, training)
        return ops.sigmoid(resize_bilinear(small, ops.shape(inputs)[1:3]))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "downsampling": self.downsampling,
            "ratio": self.ratio,
            "padding": self.padding,
            "last_relu": self.last_relu,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    @property
    def _minimum_sizes(self):
        return (self.minimum_size, self.minimum_size)

    def _downsample(self, x, training):
        if self.downsampling == "bilinear":
            # Rounded up: with aligned corners that takes every ratio-th pixel.
            size = [(side - 1) // self.ratio + 1 for side in ops.shape(x)[1:3]]
            return resize_bilinear(x, size)
        if self.average is not None:
            return self.average(x)
        for halving in self.halvings:
            x = halving(x, training=training)
        return x

    def _halvings(self):
        count = self.ratio.bit_length() - 1
        return [
            ConvBNReLU(
                depthwise=True,
                kernel_size=3,
                strides=2,
                use_bias=True,
                padding=self.padding,
                activation="relu" if self.last_relu or more else None,
                momentum=self.momentum,
                epsilon=self.epsilon,
                dtype=self.dtype_policy,
                name=f"halving_{count - more}",
            )
            for more in reversed(range(count))
        ]
