"""Compact generalized non-local (CGNL): attention over pixels and channels.

Source: Yue et al., "Compact Generalized Non-local Network", arXiv:1810.13125,
equation 9 with the dot product kernel; groups as in its section 3.3. It is the
global aggregation that Li et al. (GALD), arXiv:1909.07229, choose.
"""

import keras
import numpy as np
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class CGNL(layers.Layer):
    """Adds a summary of the whole map, made group by group.

    Three 1x1 convolutions give theta, phi and g. In each group of channels,
    phi * g summed over all pixels and channels is one number, which scales
    theta. A grouped 1x1 convolution leads back to the input's width; group
    normalization follows, and the input is added. The normalization takes the
    size of that number away again: its sign stays. From the sum to the
    normalization all is float32, since tens of thousands of products overflow
    half precision.

    Args:
        filters: int > 0. Channels of the map, a multiple of `groups`.
        inner_filters: int > 0, channels of theta, phi and g, a multiple of
            `groups`; None for half of `filters`. Defaults to None.
        groups: int >= 1. Defaults to 8.

    Input shape:
        `(batch, height, width, filters)`.

    Output shape:
        The same.

    Raises:
        ValueError: if `groups` does not divide the channels, or, on build, if
            the map has not `filters` channels.
    """

    def __init__(self, filters, inner_filters=None, groups=8, **kwargs):
        super().__init__(**kwargs)
        inner = filters // 2 if inner_filters is None else inner_filters
        if filters % groups or inner % groups:
            raise ValueError(
                "`groups` must divide the channels of the map and those "
                f"inside, {filters} and {inner}. Received: {groups}"
            )
        self.filters = filters
        self.inner_filters = inner_filters
        self.groups = groups
        self.theta = self._pointwise(inner, "theta")
        self.phi = self._pointwise(inner, "phi")
        self.g = self._pointwise(inner, "g")
        self.restore = GroupedPointwise(
            filters, groups, dtype="float32", name="restore"
        )
        self.normalize = layers.GroupNormalization(
            groups, epsilon=1e-5, dtype="float32", name="normalize"
        )

    def build(self, input_shape):
        if input_shape[-1] != self.filters:
            raise ValueError(
                f"`filters` must be the map's {input_shape[-1]} channels. "
                f"Received: {self.filters}"
            )
        for part in (self.theta, self.phi, self.g):
            part.build(input_shape)
        self.restore.build((*input_shape[:-1], self.theta.filters))
        self.normalize.build(input_shape)

    def call(self, inputs):
        theta = ops.cast(self.theta(inputs), "float32")
        scaled = theta * self._attention(inputs)
        summary = self.normalize(self.restore(scaled))
        return inputs + ops.cast(summary, inputs.dtype)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "inner_filters": self.inner_filters,
            "groups": self.groups,
        }

    def _attention(self, inputs):
        """The number of each group, once for each of its channels."""
        phi = ops.cast(self.phi(inputs), "float32")
        g = ops.cast(self.g(inputs), "float32")
        per_channel = ops.sum(phi * g, axis=(1, 2))
        size = self.theta.filters // self.groups
        same_group = np.kron(np.eye(self.groups), np.ones((size, size)))
        # One small product sums a group and repeats the sum.
        total = ops.matmul(per_channel, same_group.astype("float32"))
        return total[:, None, None, :]

    def _pointwise(self, filters, name):
        return layers.Conv2D(
            filters, 1, use_bias=False, dtype=self.dtype_policy, name=name
        )


# A 1x1 convolution within groups of channels.
#
# As one convolution for each group: the grouped kernels of CPUs and phones are
# slow or missing, plain ones are neither.


@keras.saving.register_keras_serializable(package="deeplab_family")
class GroupedPointwise(layers.Conv2D):
    """A `keras.layers.Conv2D` of size 1 whose groups run one by one.

    Same weights and result as `Conv2D(filters, 1, groups=groups)`; only the
    road differs.

    Args:
        filters: int > 0. Output channels, a multiple of `groups`.
        groups: int >= 1, how many runs of input channels see only the same
            run of output channels.
        use_bias: bool. Defaults to False.

    Input shape:
        `(batch, height, width, channels)`; channels a multiple of `groups`.

    Output shape:
        `(batch, height, width, filters)`.
    """

    def __init__(self, filters, groups, use_bias=False, **kwargs):
        super().__init__(filters, 1, groups=groups, use_bias=use_bias, **kwargs)

    def convolution_op(self, inputs, kernel):
        groups = zip(
            ops.split(inputs, self.groups, axis=-1),
            ops.split(kernel, self.groups, axis=-1),
            strict=True,
        )
        outputs = [ops.conv(part, weights) for part, weights in groups]
        return ops.concatenate(outputs, axis=-1)

    def get_config(self):
        config = super().get_config()
        # What makes it a pointwise convolution is no argument.
        return {
            name: value
            for name, value in config.items()
            if name
            not in (
                "kernel_size",
                "strides",
                "padding",
                "dilation_rate",
                "data_format",
            )
        }
