"""Atrous convolution without the detour through space-to-batch.

On TensorFlow, Keras sends a dilated convolution through SPACE_TO_BATCH, which
copies the map and hides the dilation from fast kernels and from TFLite.
`tf.nn.conv2d(dilations=...)` is the same arithmetic in one operation; its CPU
gradient exists only in oneDNN, so without oneDNN the sum of cropped 1x1
products below stands in.
"""

import functools

import keras
from keras import ops


def atrous_conv2d(inputs, kernel, dilation_rate):
    """Convolves at stride 1 with holes; zeros surround the map.

    Args:
        inputs: float tensor `(batch, height, width, channels)`.
        kernel: float tensor `(kernel_height, kernel_width, channels, filters)`,
            odd sizes.
        dilation_rate: pair of ints >= 1, vertical and horizontal distance
            between taps in pixels.

    Returns:
        Tensor `(batch, height, width, filters)`.
    """
    if keras.backend.backend() != "tensorflow":
        return ops.conv(
            inputs, kernel, padding="same", dilation_rate=dilation_rate
        )
    if not _direct_kernel_trains():
        return sum_of_taps(inputs, kernel, dilation_rate)
    import tensorflow as tf

    return tf.nn.conv2d(
        inputs, kernel, strides=1, padding="SAME", dilations=dilation_rate
    )


def sum_of_taps(inputs, kernel, dilation_rate):
    """The same convolution as a sum of shifted 1x1 convolutions.

    Arguments and result are those of `atrous_conv2d`. Slower than a fused
    kernel, but made of operations that have gradients everywhere.
    """
    rows, columns = kernel.shape[0], kernel.shape[1]
    reach = [(rows // 2) * dilation_rate[0], (columns // 2) * dilation_rate[1]]
    padded = ops.pad(inputs, [[0, 0], [reach[0]] * 2, [reach[1]] * 2, [0, 0]])
    height, width = ops.shape(inputs)[1:3]
    output = None
    for row in range(rows):
        for column in range(columns):
            top, left = row * dilation_rate[0], column * dilation_rate[1]
            window = padded[:, top : top + height, left : left + width, :]
            product = ops.matmul(window, kernel[row, column])
            output = product if output is None else output + product
    return output


@functools.cache
def _direct_kernel_trains() -> bool:
    """Whether the dilated kernel has a gradient on this machine's devices."""
    import tensorflow as tf

    if tf.config.list_logical_devices("GPU"):
        return True
    # The operation itself, as tapes do not record within an init scope.
    with tf.init_scope():
        try:
            tf.raw_ops.Conv2DBackpropFilter(
                input=tf.ones((1, 3, 3, 1)),
                filter_sizes=(3, 3, 1, 1),
                out_backprop=tf.ones((1, 3, 3, 1)),
                strides=(1, 1, 1, 1),
                dilations=(1, 2, 2, 1),
                padding="SAME",
            )
        except tf.errors.OpError:
            return False
    return True
