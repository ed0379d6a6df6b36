"""Context block: the whole image's summary, for the map that ends a backbone.

Source: Li et al. (GALD), arXiv:1909.07229, sections 3.3 and 4.4; beside which
non-local (arXiv:1711.07971) and CGNL (arXiv:1810.13125) blocks are compared.
"""

from typing import Literal

import keras
from keras import layers, ops

from deeplab_family.detection.context_config import BLOCKS
from deeplab_family.layers import (
    CGNL,
    GALD,
    ConvBNReLU,
    Downsampled,
    LocalDistribution,
    NonLocal,
)


@keras.saving.register_keras_serializable(package="deeplab_family")
class ContextBlock(layers.Layer):
    """A non-local or CGNL block that starts as the identity, or GALD.

    The normalization at the end of the first two starts at 0, as CGNL's
    authors have it in their detectors, so that a trained backbone is not
    disturbed. GALD: a 3x3 convolution to `filters`, the block with "same"
    padding for maps of any size, and the result beside the input.

    Args:
        channels: int > 0, of the map; a multiple of 16.
        block: "non_local", "cgnl" or "gald".
        filters: int > 0, a multiple of 16; of GALD. Defaults to 512.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        The same; with "gald", `(batch, height, width, channels + filters)`.

    Raises:
        ValueError: if `block` is none of the three.
    """

    def __init__(
        self,
        channels,
        block: Literal["non_local", "cgnl", "gald"],
        filters=512,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if block not in BLOCKS:
            raise ValueError(
                f"`block` must be one of {BLOCKS}. Received: {block!r}"
            )
        self.channels = channels
        self.block = block
        self.filters = filters
        self.momentum = momentum
        self.epsilon = epsilon
        batch_norm = {"momentum": momentum, "epsilon": epsilon}
        policy = {"dtype": self.dtype_policy}
        self.reduce = None
        if block == "gald":
            self.reduce = ConvBNReLU(
                filters, 3, name="reduce", **batch_norm, **policy
            )
            self.aggregation = _gald(filters, batch_norm, policy)
        elif block == "cgnl":
            self.aggregation = CGNL(channels, name="cgnl", **policy)
            _start_at_zero(self.aggregation.normalize)
        else:
            self.aggregation = NonLocal(
                channels, name="non_local", **batch_norm, **policy
            )
            _start_at_zero(self.aggregation.restore.bn)

    def build(self, input_shape):
        if self.reduce is not None:
            self.reduce.build(input_shape)
            input_shape = (*input_shape[:-1], self.filters)
        self.aggregation.build(input_shape)

    def call(self, inputs, training=None):
        if self.block == "cgnl":
            return self.aggregation(inputs)
        if self.reduce is None:
            return self.aggregation(inputs, training=training)
        x = self.reduce(inputs, training=training)
        x = self.aggregation(x, training=training)
        return ops.concatenate([inputs, x], axis=-1)

    def compute_output_shape(self, input_shape):
        added = 0 if self.reduce is None else self.filters
        return (*input_shape[:-1], input_shape[-1] + added)

    def get_config(self):
        return {
            **super().get_config(),
            "channels": self.channels,
            "block": self.block,
            "filters": self.filters,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }


def _gald(filters, batch_norm, policy):
    options = {**batch_norm, **policy}
    aggregation = Downsampled(
        CGNL(filters, name="cgnl", **policy),
        padding="same",
        name="aggregation",
        **options,
    )
    distribution = LocalDistribution(
        padding="same", name="distribution", **options
    )
    return GALD(aggregation, distribution, name="gald", **policy)


def _start_at_zero(normalization):
    normalization.gamma_initializer = keras.initializers.Zeros()
