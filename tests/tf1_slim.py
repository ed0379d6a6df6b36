"""Networks as slim and research/deeplab define them, in plain operations.

Written from their rules, not from ours: SAME padding, a stride in the last
unit of a block, rates counted up unit by unit, normalizations with their own
epsilon, corners aligned. An array is made when its name is first asked for, so
one definition gives the answer and the checkpoint.
"""

import zlib

import numpy as np
import tensorflow as tf

RESNET_UNITS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}
# expansion, channels, stride of each unit
MOBILENET_UNITS = (
    (1, 16, 1),
    *((6, 24, stride) for stride in (2, 1)),
    *((6, 32, stride) for stride in (2, 1, 1)),
    *((6, 64, stride) for stride in (2, 1, 1, 1)),
    *((6, 96, 1),) * 3,
    *((6, 160, stride) for stride in (2, 1, 1)),
    (6, 320, 1),
)


class Slim:
    """Layers of slim at inference, on arrays in TensorFlow 1's names.

    Args:
        epsilon: of the batch normalizations.
        arrays: by name; those that are missing are drawn at random.
    """

    def __init__(self, epsilon, arrays=None):
        self.epsilon = epsilon
        self.arrays = {} if arrays is None else arrays

    def variable(self, name, shape):
        if name not in self.arrays:
            self.arrays[name] = _draw(name, shape)
        assert self.arrays[name].shape == tuple(shape), name
        return self.arrays[name]

    def conv(self, x, filters, size, scope, stride=1, rate=1, relu=tf.nn.relu):
        """slim.conv2d with padding SAME."""
        shape = (size, size, x.shape[-1], filters)
        kernel = self.variable(f"{scope}/weights", shape)
        x = tf.nn.conv2d(x, kernel, stride, "SAME", dilations=rate)
        return self.batch_norm(x, scope, relu)

    def conv_same(self, x, filters, size, scope, stride, rate=1):
        """resnet_utils.conv2d_same: padded by hand where it strides."""
        if stride == 1:
            return self.conv(x, filters, size, scope, rate=rate)
        before = (size - 1) // 2
        after = size - 1 - before
        x = tf.pad(x, [[0, 0], [before, after], [before, after], [0, 0]])
        shape = (size, size, x.shape[-1], filters)
        kernel = self.variable(f"{scope}/weights", shape)
        x = tf.nn.conv2d(x, kernel, stride, "VALID")
        return self.batch_norm(x, scope, tf.nn.relu)

    def depthwise(self, x, scope, stride=1, rate=1, relu=tf.nn.relu):
        shape = (3, 3, x.shape[-1], 1)
        kernel = self.variable(f"{scope}/depthwise_weights", shape)
        strides = (1, stride, stride, 1)
        x = tf.nn.depthwise_conv2d(
            x, kernel, strides, "SAME", dilations=(rate, rate)
        )
        return self.batch_norm(x, scope, relu)

    def separable(self, x, filters, scope, rate=1):
        """DeepLab's split_separable_conv2d."""
        x = self.depthwise(x, f"{scope}_depthwise", rate=rate)
        return self.conv(x, filters, 1, f"{scope}_pointwise")

    def batch_norm(self, x, scope, relu):
        width = (x.shape[-1],)
        gamma, beta, mean, variance = (
            self.variable(f"{scope}/BatchNorm/{part}", width)
            for part in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        x = (x - mean) / np.sqrt(variance + self.epsilon) * gamma + beta
        return relu(x) if relu else x


def resnet(images, output_stride, arrays, depth=50, beta=True, grid=(1, 1, 1)):
    """The last map of resnet_v1, and the end points by their names."""
    slim, scope = Slim(1e-5, arrays), f"resnet_v1_{depth}"
    ends = {}
    if beta:
        x = (2 / 255) * images - 1
        x = slim.conv_same(x, 64, 3, f"{scope}/conv1_1", 2)
        x = slim.conv_same(x, 64, 3, f"{scope}/conv1_2", 1)
        x = slim.conv_same(x, 128, 3, f"{scope}/conv1_3", 1)
    else:
        x = images - np.array([123.15, 115.90, 103.06], "float32")
        x = slim.conv_same(x, 64, 7, f"{scope}/conv1", 2)
    x = tf.nn.max_pool2d(x, 3, 2, "SAME")
    reached, rate = 4, 1
    for block, units in enumerate(RESNET_UNITS[depth], start=1):
        for unit in range(1, units + 1):
            stride = 2 if unit == units and block < 4 else 1
            factor = grid[unit - 1] if block == 4 else 1
            name = f"{scope}/block{block}/unit_{unit}/bottleneck_v1"
            dense = reached == output_stride
            x = _bottleneck(
                slim,
                ends,
                x,
                64 * 2 ** (block - 1),
                name,
                1 if dense else stride,
                (rate if dense else 1) * factor,
            )
            if dense:
                rate *= stride
            else:
                reached *= stride
    return x, ends


def _bottleneck(slim, ends, x, width, name, stride, rate):
    if x.shape[-1] == 4 * width:
        shortcut = tf.nn.max_pool2d(x, 1, stride, "SAME")
    else:
        shortcut = slim.conv(
            x, 4 * width, 1, f"{name}/shortcut", stride, relu=None
        )
    x = slim.conv(x, width, 1, f"{name}/conv1")
    x = slim.conv_same(x, width, 3, f"{name}/conv2", stride, rate)
    x = slim.conv(x, 4 * width, 1, f"{name}/conv3", relu=None)
    ends[f"{name}/conv3"] = x
    return tf.nn.relu(shortcut + x)


def mobilenet_v2(images, output_stride, arrays):
    """The map of 320 channels of MobilenetV2."""
    slim, relu6 = Slim(1e-3, arrays), tf.nn.relu6
    x = (2 / 255) * images - 1
    x = slim.conv(x, 32, 3, "MobilenetV2/Conv", 2, relu=relu6)
    reached, rate = 2, 1
    for number, (expansion, filters, stride) in enumerate(MOBILENET_UNITS):
        dense = reached == output_stride
        name = "MobilenetV2/expanded_conv" + (f"_{number}" if number else "")
        inputs, width = x, expansion * x.shape[-1]
        if expansion > 1:
            x = slim.conv(x, width, 1, f"{name}/expand", relu=relu6)
        x = slim.depthwise(
            x,
            f"{name}/depthwise",
            1 if dense else stride,
            rate if dense else 1,
            relu=relu6,
        )
        x = slim.conv(x, filters, 1, f"{name}/project", relu=None)
        if x.shape == inputs.shape:
            x = x + inputs
        if dense:
            rate *= stride
        else:
            reached *= stride
    return x


def _draw(name, shape):
    generator = np.random.default_rng(zlib.crc32(name.encode()))
    if name.endswith("weights"):
        fan_in = np.prod(shape[:2] if "depthwise" in name else shape[:3])
        value = generator.normal(0, (2 / fan_in) ** 0.5, shape)
    elif name.endswith(("gamma", "moving_variance")):
        value = generator.uniform(0.5, 1.5, shape)
    else:
        value = generator.normal(0, 0.1, shape)
    return value.astype("float32")
