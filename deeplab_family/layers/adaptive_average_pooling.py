"""Average pooling to a fixed number of bins, whatever the size of the map.

Source: PyTorch's rule, which every published PSPNet follows: bin i of n covers
the pixels from floor(i * size / n) up to ceil((i + 1) * size / n).
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class AdaptiveAveragePooling(layers.Layer):
    """Means of `bins` x `bins` windows that cover the map.

    Windows may overlap by a pixel, and on maps smaller than `bins` they repeat.
    The mean of a window is the mean of the means of its columns, so rows and
    columns are pooled by one small matrix product each, in float32.

    Args:
        bins: int >= 1, windows along each side.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, bins, bins, channels)`.

    Raises:
        ValueError: if `bins` < 1.
    """

    def __init__(self, bins, **kwargs):
        super().__init__(**kwargs)
        if bins < 1:
            raise ValueError(f"`bins` must be >= 1. Received: {bins}")
        self.bins = bins

    def call(self, inputs):
        x = ops.cast(inputs, "float32")
        batch, height, width, channels = ops.shape(x)
        x = ops.reshape(x, (batch, height, width * channels))
        x = ops.matmul(_means(height, self.bins), x)
        x = ops.reshape(x, (batch * self.bins, width, channels))
        x = ops.matmul(_means(width, self.bins), x)
        x = ops.reshape(x, (batch, self.bins, self.bins, channels))
        return ops.cast(x, inputs.dtype)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.bins, self.bins, input_shape[-1])

    def get_config(self):
        return {**super().get_config(), "bins": self.bins}


def _means(size, bins):
    """`(bins, size)` float32; row i averages the pixels of bin i."""
    index = ops.expand_dims(ops.arange(bins, dtype="int32"), 1)
    pixel = ops.expand_dims(ops.arange(size, dtype="int32"), 0)
    start = index * size // bins
    stop = ((index + 1) * size + bins - 1) // bins
    covered = ops.logical_and(pixel >= start, pixel < stop)
    return ops.cast(covered, "float32") / ops.cast(stop - start, "float32")
