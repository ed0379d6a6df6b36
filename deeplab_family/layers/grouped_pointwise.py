"""A 1x1 convolution within groups of channels.

As one convolution for each group: the grouped kernels of CPUs and phones are
slow or missing, plain ones are neither.
"""

import keras
from keras import layers, ops


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
