"""The pyramid of DeepLab-v2: parallel atrous classifiers, summed.

Source: Chen et al., "DeepLab", arXiv:1606.00915, section 3.2, figure 4; used so
by Wang et al., arXiv:1702.08502, section 4.1, and their released code.
"""

import keras
from keras import layers, ops

from deeplab_family.layers.atrous_convolution import AtrousConvolution


@keras.saving.register_keras_serializable(package="deeplab_family")
class SummedASPP(layers.Layer):
    """Sums 3x3 convolutions with bias, one for each rate.

    Each branch scores the classes for itself; there is no normalization, no
    activation and no projection, unlike `ASPP` of DeepLabv3.

    Args:
        filters: int > 0. Output channels.
        atrous_rates: ints >= 1, in pixels of the map; at least one.
            (6, 12, 18, 24) is DeepLab-v2's, (12,) its LargeFOV.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, filters)`, float32 under any policy. The
        convolutions are most of the network's work and follow the policy; the
        sum is in float32.

    Raises:
        ValueError: if there is no rate, or one below 1.
    """

    def __init__(self, filters, atrous_rates=(6, 12, 18, 24), **kwargs):
        super().__init__(**kwargs)
        if len(atrous_rates) == 0 or min(atrous_rates) < 1:
            raise ValueError(
                "`atrous_rates` must hold one int >= 1 or more. "
                f"Received: {atrous_rates}"
            )
        self.filters = filters
        self.atrous_rates = tuple(atrous_rates)
        self.branches = [self._branch(rate) for rate in self.atrous_rates]

    def build(self, input_shape):
        for branch in self.branches:
            branch.build(input_shape)

    def call(self, inputs):
        total = 0.0
        for branch in self.branches:
            total += ops.cast(branch(inputs), "float32")
        return total

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.filters)

    def compute_output_spec(self, inputs):
        shape = self.compute_output_shape(inputs.shape)
        return keras.KerasTensor(shape, dtype="float32")

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "atrous_rates": self.atrous_rates,
        }

    def _branch(self, rate):
        return AtrousConvolution(
            self.filters,
            3,
            dilation_rate=rate,
            padding="same",
            kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.01),
            dtype=self.dtype_policy,
            name=f"rate_{rate}",
        )
