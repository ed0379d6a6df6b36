"""A stack of 3x3 convolutions: the usual way to a large kernel.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, figure 4 (D) and
tables 3 and 4, where it stands against the global convolution.
"""

import keras
from keras import layers

from deeplab_family.layers.atrous_convolution import AtrousConvolution


@keras.saving.register_keras_serializable(package="deeplab_family")
class ConvolutionStack(layers.Layer):
    """(k - 1) / 2 convolutions of 3x3 that together see k x k pixels.

    No nonlinearity between them, as the paper asks for, so that only the shape
    of the kernel differs from a global convolution.

    Args:
        filters: int >= 1. Output channels.
        kernel_size: odd int >= 3, size of the kernel they equal. Defaults to 7.
        inner_filters: int >= 1, channels between the convolutions. None takes
            those of the input.
        dilation_rate: int >= 1, distance between the taps. Defaults to 1.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, filters)`.

    Raises:
        ValueError: if `kernel_size` is even or below 3.
    """

    def __init__(
        self,
        filters,
        kernel_size=7,
        inner_filters=None,
        dilation_rate=1,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if kernel_size < 3 or kernel_size % 2 == 0:
            raise ValueError(
                "`kernel_size` must be odd and >= 3, as each 3x3 convolution "
                f"adds two pixels. Received: {kernel_size}"
            )
        self.filters = filters
        self.kernel_size = kernel_size
        self.inner_filters = inner_filters
        self.dilation_rate = dilation_rate
        self.convolutions = []

    def build(self, input_shape):
        depth = (self.kernel_size - 1) // 2
        inner = self.inner_filters or input_shape[-1]
        widths = [inner] * (depth - 1) + [self.filters]
        self.convolutions = [
            self._convolution(width, index)
            for index, width in enumerate(widths[:-1])
        ]
        # The last one starts small, as every layer of logits here.
        small = keras.initializers.TruncatedNormal(stddev=0.01)
        self.convolutions.append(
            self._convolution(self.filters, depth - 1, kernel_initializer=small)
        )
        for convolution, width in zip(self.convolutions, widths, strict=True):
            convolution.build(input_shape)
            input_shape = (*input_shape[:-1], width)

    def call(self, inputs):
        x = inputs
        for convolution in self.convolutions:
            x = convolution(x)
        return x

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "inner_filters": self.inner_filters,
            "dilation_rate": self.dilation_rate,
        }

    def _convolution(self, filters, index, **arguments):
        return AtrousConvolution(
            filters,
            3,
            padding="same",
            dilation_rate=self.dilation_rate,
            dtype=self.dtype_policy,
            name=f"convolution_{index + 1}",
            **arguments,
        )
