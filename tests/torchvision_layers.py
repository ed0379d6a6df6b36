"""PyTorch's layers in plain NumPy, one image `(channels, height, width)`.

Written from PyTorch's documentation, for tests of weights that come from it:
nothing here is ours, nor of TensorFlow.
"""

import numpy as np


def convolve(x, weight, stride=1, rate=1, bias=None):
    """`Conv2d` with padding `rate * (size - 1) / 2`.

    A weight `(channels, 1, h, w)` for as many channels is depthwise.
    """
    rows, columns = weight.shape[2:]
    border = [(rate * (size - 1) // 2,) * 2 for size in (rows, columns)]
    padded = np.pad(x, [(0, 0), *border])
    height, width = ((size - 1) // stride + 1 for size in x.shape[1:])
    depthwise = weight.shape[1] == 1 and len(x) == len(weight)
    result = np.zeros((len(weight), height, width), x.dtype)
    for i in range(rows):
        for j in range(columns):
            seen = padded[:, i * rate :, j * rate :][:, ::stride, ::stride]
            seen = seen[:, :height, :width]
            tap = weight[:, :, i, j]
            result += tap[..., None] * seen if depthwise else product(tap, seen)
    return result if bias is None else result + bias[:, None, None]


def product(matrix, x):
    """A matrix on the channels of each pixel."""
    return np.tensordot(matrix, x, 1)


def normalize(x, state, name, epsilon):
    """`BatchNorm2d` with its running statistics."""
    mean, variance, weight, bias = (
        state[f"{name}.{part}"][:, None, None]
        for part in ("running_mean", "running_var", "weight", "bias")
    )
    return (x - mean) / np.sqrt(variance + epsilon) * weight + bias


def max_pool(x):
    """`MaxPool2d(3, 2, padding=1)`."""
    padded = np.pad(x, [(0, 0), (1, 1), (1, 1)], constant_values=-np.inf)
    height, width = ((size - 1) // 2 + 1 for size in x.shape[1:])
    return np.max(
        [
            padded[:, i::2, j::2][:, :height, :width]
            for i in range(3)
            for j in range(3)
        ],
        axis=0,
    )


def relu(x):
    return np.maximum(x, 0)


def hard_sigmoid(x):
    return np.clip(x / 6 + 0.5, 0, 1)


def hard_swish(x):
    return x * hard_sigmoid(x)


def interpolate(x, size):
    """`interpolate(mode="bilinear", align_corners=False)`."""
    for axis, length in zip((1, 2), size, strict=True):
        source = x.shape[axis]
        place = (np.arange(length) + 0.5) * source / length - 0.5
        place = np.clip(place, 0, source - 1)
        low = np.floor(place).astype(int)
        high = np.minimum(low + 1, source - 1)
        share = (place - low).astype(np.float32)
        share = share.reshape([-1 if a == axis else 1 for a in range(3)])
        x = x.take(low, axis) * (1 - share) + x.take(high, axis) * share
    return x
