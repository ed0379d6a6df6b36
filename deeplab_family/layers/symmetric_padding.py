"""Symmetric padding: explicit, the same on all four sides.

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
        kernel_size: odd int >= 1, the kernel that follows, in pixels; or a
            pair of them, vertical and horizontal.
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
        if any(size < 1 or size % 2 == 0 for size in pair(kernel_size)):
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
    def borders(self) -> tuple[int, int]:
        """Pixels added above and below, and on the left and right."""
        rows, columns = pair(self.kernel_size)
        return (
            self.dilation_rate * (rows - 1) // 2,
            self.dilation_rate * (columns - 1) // 2,
        )

    def call(self, inputs):
        rows, columns = self.borders
        return ops.pad(
            inputs, [[0, 0], [rows, rows], [columns, columns], [0, 0]]
        )

    def compute_output_shape(self, input_shape):
        batch, height, width, channels = input_shape
        grown = [
            None if size is None else size + 2 * border
            for size, border in zip((height, width), self.borders, strict=True)
        ]
        return (batch, *grown, channels)

    def get_config(self):
        return {
            **super().get_config(),
            "kernel_size": self.kernel_size,
            "dilation_rate": self.dilation_rate,
        }


def pair(value: int | tuple[int, int]) -> tuple[int, int]:
    """`(vertical, horizontal)` of an int, or of the pair it already is."""
    return (value, value) if isinstance(value, int) else tuple(value)
