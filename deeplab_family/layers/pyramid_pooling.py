"""Pyramid pooling: the map beside its own means over coarser and finer bins.

Source: Zhao et al., "Pyramid Scene Parsing Network", arXiv:1612.01105, section
3.2, figure 3; widths, kernel and the missing ReLU as in the released code of
GALD (arXiv:1909.07229), which compares with it.
"""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear
from deeplab_family.layers.adaptive_average_pooling import (
    AdaptiveAveragePooling,
)
from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class PyramidPooling(layers.Layer):
    """Averages in 1, 4, 9 and 36 windows, joined by a 3x3 projection.

    Each average goes through a 1x1 convolution with batch normalization, is
    resized to the map with aligned corners and set beside it.

    Args:
        filters: int > 0. Channels of each branch and of the result.
            Defaults to 512.
        bins: ints >= 1, windows along a side, one branch each.
            Defaults to (1, 2, 3, 6).
        branch_activation: Keras activation of the branches, or None. PSPNet's
            authors use "relu", GALD's none. Defaults to None.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`. While training with a bin of 1,
        batch >= 2 over all replicas, or its normalization has one value.

    Output shape:
        `(batch, height, width, filters)`.

    Raises:
        ValueError: if a bin is below 1.
    """

    def __init__(
        self,
        filters=512,
        bins=(1, 2, 3, 6),
        branch_activation=None,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if any(count < 1 for count in bins):
            raise ValueError(f"`bins` must all be >= 1. Received: {bins}")
        self.filters = filters
        self.bins = tuple(bins)
        self.branch_activation = keras.activations.get(branch_activation)
        self.momentum = momentum
        self.epsilon = epsilon
        self.pools = [
            AdaptiveAveragePooling(count, dtype=self.dtype_policy)
            for count in self.bins
        ]
        self.branches = [
            self._block(f"bins_{count}", activation=branch_activation)
            for count in self.bins
        ]
        self.projection = self._block("projection", kernel_size=3)

    def build(self, input_shape):
        for pool, branch in zip(self.pools, self.branches, strict=True):
            branch.build(pool.compute_output_shape(input_shape))
        width = input_shape[-1] + self.filters * len(self.bins)
        self.projection.build((*input_shape[:-1], width))

    def call(self, inputs, training=None):
        size = ops.shape(inputs)[1:3]
        seen = [inputs]
        for pool, branch in zip(self.pools, self.branches, strict=True):
            means = branch(pool(inputs), training=training)
            seen.append(resize_bilinear(means, size))
        joined = ops.concatenate(seen, axis=-1)
        return self.projection(joined, training=training)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "bins": self.bins,
            "branch_activation": keras.activations.serialize(
                self.branch_activation
            ),
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _block(self, name, **convolution):
        return ConvBNReLU(
            self.filters,
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
            **convolution,
        )
