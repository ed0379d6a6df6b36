"""EfficientNet-Lite in plain numpy, from a state dict of EfficientNet-PyTorch.

Source: lukemelas/EfficientNet-PyTorch, `efficientnet_pytorch/model.py`, with
the changes of its Lite: ReLU6, no squeeze and excite. Nothing of ours is used,
so that it can judge ours. Paddings are TensorFlow's SAME.
"""

import numpy as np

EPSILON = 1e-3
# Blocks that begin a stage of table 1 with a stride of 2, by number of units.
STRIDED_STAGES = (1, 2, 3, 5)


def logits(arrays, units, image):
    """Values of the 1000 classes.

    Args:
        arrays: the state dict.
        units: number of blocks of each of the seven stages.
        image: `(height, width, 3)`, RGB in 0..255.
    """
    return head(arrays, features(arrays, units, image)[-1])


def head(arrays, last):
    """Values of the 1000 classes from the last map, `(h, w, channels)`."""
    x = _relu6(_bn(arrays, "_bn1", _conv(arrays["_conv_head.weight"], last)))
    return arrays["_fc.weight"] @ x.mean((0, 1)) + arrays["_fc.bias"]


def features(arrays, units, image):
    """Maps `(h, w, channels)` of stages 2, 3, 5 and 7: strides 4 to 32."""
    x = _conv(arrays["_conv_stem.weight"], (image - 127.0) / 128.0, stride=2)
    x = _relu6(_bn(arrays, "_bn0", x))
    block, ends = 0, []
    for stage, number in enumerate(units):
        for unit in range(number):
            strided = unit == 0 and stage in STRIDED_STAGES
            x = _block(arrays, f"_blocks.{block}.", x, 2 if strided else 1)
            block += 1
        ends.append(x)
    return [ends[stage] for stage in (1, 2, 4, 6)]


def _block(arrays, name, inputs, stride):
    x = inputs
    if f"{name}_expand_conv.weight" in arrays:
        x = _conv(arrays[f"{name}_expand_conv.weight"], x)
        x = _relu6(_bn(arrays, f"{name}_bn0", x))
    x = _depthwise(arrays[f"{name}_depthwise_conv.weight"], x, stride)
    x = _relu6(_bn(arrays, f"{name}_bn1", x))
    x = _bn(
        arrays, f"{name}_bn2", _conv(arrays[f"{name}_project_conv.weight"], x)
    )
    return inputs + x if x.shape == inputs.shape else x


def _bn(arrays, name, x):
    scale = arrays[f"{name}.weight"] / np.sqrt(
        arrays[f"{name}.running_var"] + EPSILON
    )
    mean, bias = arrays[f"{name}.running_mean"], arrays[f"{name}.bias"]
    return (x - mean) * scale + bias


def _relu6(x):
    return np.clip(x, 0, 6)


def _conv(weight, x, stride=1):
    """Kernel `(out, in, k, k)`."""
    patches = _patches(x, weight.shape[-1], stride)
    return np.tensordot(patches, weight, ((2, 3, 4), (1, 2, 3)))


def _depthwise(weight, x, stride):
    """Kernel `(channels, 1, k, k)`."""
    patches = _patches(x, weight.shape[-1], stride)
    return np.einsum("yxcij,cij->yxc", patches, weight[:, 0])


def _patches(x, size, stride):
    """What each output looks at: `(rows, columns, channels, k, k)`."""
    pads = []
    for length in x.shape[:2]:
        outputs = -(-length // stride)
        total = max(0, (outputs - 1) * stride + size - length)
        pads.append((total // 2, total - total // 2))
    padded = np.pad(x, (*pads, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, (size, size), axis=(0, 1)
    )
    return windows[::stride, ::stride]
