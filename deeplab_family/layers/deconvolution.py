"""Learnable doubling of a score map, bilinear to begin with.

Source: Long et al., "Fully Convolutional Networks", arXiv:1411.4038, section
3.3, for the bilinear start; used so by Peng et al., arXiv:1703.02719, section
3.2.
"""

import keras
import numpy as np
from keras import layers

FACTOR = 2


@keras.saving.register_keras_serializable(package="deeplab_family")
class Deconvolution(layers.Layer):
    """Doubles height and width by a transposed convolution.

    Fresh, it interpolates each class for itself; training may change the
    interpolation and let classes speak to each other. No bias.

    Args:
        kernel_size: 4, or 3. Size 4 puts the fine pixels evenly around the
            coarse ones; size 3 puts every second fine pixel onto a coarse one,
            as the strides of the backbone do. Defaults to 4.

    Input shape:
        `(batch, height, width, num_classes)`.

    Output shape:
        `(batch, 2 * height, 2 * width, num_classes)`.

    Raises:
        ValueError: if `kernel_size` is neither 3 nor 4.
    """

    def __init__(self, kernel_size=4, **kwargs):
        super().__init__(**kwargs)
        if kernel_size not in (3, 4):
            raise ValueError(
                f"`kernel_size` must be 3 or 4. Received: {kernel_size}"
            )
        self.kernel_size = kernel_size
        self.conv = None

    def build(self, input_shape):
        self.conv = layers.Conv2DTranspose(
            input_shape[-1],
            self.kernel_size,
            strides=FACTOR,
            padding="valid",
            use_bias=False,
            kernel_initializer=_bilinear,
            dtype=self.dtype_policy,
            name="conv",
        )
        self.conv.build(input_shape)

    def call(self, inputs):
        x = self.conv(inputs)
        # One pixel beyond the first; at the end, what exceeds the double size.
        end = -1 if self.kernel_size == 4 else None
        return x[:, 1:end, 1:end, :]

    def compute_output_shape(self, input_shape):
        batch, height, width, channels = input_shape
        doubled = [
            None if size is None else FACTOR * size for size in (height, width)
        ]
        return (batch, *doubled, channels)

    def get_config(self):
        return {**super().get_config(), "kernel_size": self.kernel_size}


def _bilinear(shape, dtype=None):
    """Linear interpolation in both directions, each channel into itself."""
    size = shape[0]
    distance = np.abs(np.arange(size) - (size - 1) / 2)
    line = 1 - distance / FACTOR
    plane = np.outer(line, line)
    kernel = plane[:, :, None, None] * np.eye(shape[2], shape[3])
    return keras.ops.convert_to_tensor(kernel, dtype=dtype)
