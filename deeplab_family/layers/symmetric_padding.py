"""Explicit padding, the same on all four sides.

TensorFlow's `same` padding of a strided convolution depends on whether the size
is odd or even, which shifts even maps by a pixel and breaks the nesting of
strides (torch and the official DeepLab pad explicitly).
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class SymmetricPadding(layers.Layer):
    """Surrounds a map with zeros so that a kernel stays centered.

    Args:
        kernel_size: odd int >= 1, the kernel that follows, in pixels.
        dilation_rate: int >= 1, distance between its taps. Defaults to 1.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        Height and width grow by `dilation_rate * (kernel_size - 1)`.

    Raises:
        ValueError: if `kernel_size` is even or below 1, or
            `dilation_rate` < 1.
    """

    def __init__(self, kernel_size, dilation_rate=1, **kwargs):
        super().__init__(**kwargs)
        if kernel_size < 1 or kernel_size % 2 == 0:
            raise ValueError(
                "`kernel_size` must be odd and >= 1, so that it has a center. "
                f"Received: {kernel_size}"
            )
        if dilation_rate < 1:
            raise ValueError(
                f"`dilation_rate` must be >= 1. Received: {dilation_rate}"
            )
        self.kernel_size = kernel_size
        self.dilation_rate = dilation_rate

    @property
    def border(self) -> int:
        """Pixels added on each side."""
        return self.dilation_rate * (self.kernel_size - 1) // 2

    def call(self, inputs):
        side = [self.border, self.border]
        return ops.pad(inputs, [[0, 0], side, side, [0, 0]])

    def compute_output_shape(self, input_shape):
        batch, height, width, channels = input_shape
        grown = [
            None if size is None else size + 2 * self.border
            for size in (height, width)
        ]
        return (batch, *grown, channels)

    def get_config(self):
        return {
            **super().get_config(),
            "kernel_size": self.kernel_size,
            "dilation_rate": self.dilation_rate,
        }
