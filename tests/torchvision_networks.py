"""torchvision's networks in plain NumPy, from a state dict.

Written from pytorch/vision, `torchvision/models/{resnet,mobilenetv3}.py` and
`torchvision/models/segmentation/deeplabv3.py`. Images are `(height, width, 3)`,
RGB in 0..255; answers are `(height, width, channels)`.
"""

import numpy as np

from tests.torchvision_layers import (
    convolve,
    hard_sigmoid,
    hard_swish,
    interpolate,
    max_pool,
    normalize,
    relu,
)
from tests.torchvision_states import MOBILE_UNITS, UNITS

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
MOBILE_STRIDES = {2: 2, 4: 2, 7: 2, 13: 2}
FIRST_HARD_SWISH = 7


def resnet(state, image, depth):
    """Features of `layer4` of an undilated ResNet."""
    x = _resnet(state, _pixels(image), "", depth, dilated=False)
    return x.transpose(1, 2, 0)


def deeplabv3_resnet(state, image, depth):
    """Logits of a `deeplabv3_resnet*`."""
    x = _resnet(state, _pixels(image), "backbone.", depth, dilated=True)
    return _deeplab_head(state, x, image.shape[:2])


def deeplabv3_mobilenet(state, image):
    """Logits of `deeplabv3_mobilenet_v3_large`."""
    x = _mobilenet(state, _pixels(image), "backbone.", dilated=True)
    return _deeplab_head(state, x, image.shape[:2])


def _pixels(image):
    scaled = (image / np.float32(255) - np.float32(MEAN)) / np.float32(
        DEVIATION
    )
    return scaled.transpose(2, 0, 1)


def _resnet(state, x, prefix, depth, dilated):
    x = _conv_bn(state, x, f"{prefix}conv1", f"{prefix}bn1", stride=2)
    x = max_pool(relu(x))
    rate = 1
    for layer, units in enumerate(UNITS[depth], start=1):
        first_rate, stride = rate, 1 if layer == 1 else 2
        if dilated and layer > 2:
            rate, stride = rate * stride, 1
        for unit in range(units):
            name = f"{prefix}layer{layer}.{unit}."
            first = unit == 0
            x = _bottleneck(
                state,
                x,
                name,
                stride if first else 1,
                first_rate if first else rate,
            )
    return x


def _bottleneck(state, x, name, stride, rate):
    shortcut = x
    if f"{name}downsample.0.weight" in state:
        shortcut = _conv_bn(
            state, x, f"{name}downsample.0", f"{name}downsample.1", stride
        )
    x = relu(_conv_bn(state, x, f"{name}conv1", f"{name}bn1"))
    x = relu(_conv_bn(state, x, f"{name}conv2", f"{name}bn2", stride, rate))
    return relu(_conv_bn(state, x, f"{name}conv3", f"{name}bn3") + shortcut)


def _mobilenet(state, x, prefix, dilated):
    layers = {"state": state, "epsilon": 1e-3}
    x = hard_swish(_pair(x, f"{prefix}0", stride=2, **layers))
    for unit in range(1, len(MOBILE_UNITS) + 1):
        stride, rate = MOBILE_STRIDES.get(unit, 1), 1
        if dilated and unit >= 13:
            rate = 2
        x = _mobile_unit(
            x, f"{prefix}{unit}.block.", unit, stride, rate, layers
        )
    return hard_swish(_pair(x, f"{prefix}16", **layers))


def _mobile_unit(x, name, unit, stride, rate, layers):
    _, inner, out, squeezed = MOBILE_UNITS[unit - 1]
    activate = hard_swish if unit >= FIRST_HARD_SWISH else relu
    state, before, index = layers["state"], x, 0
    if inner != len(x):
        x, index = activate(_pair(x, f"{name}0", **layers)), 1
    look = {"stride": 1 if rate > 1 else stride, "rate": rate}
    x = activate(_pair(x, f"{name}{index}", **look, **layers))
    if squeezed:
        index += 1
        gate = f"{name}{index}."
        mean = x.mean((1, 2), keepdims=True)
        mean = relu(_conv(state, mean, f"{gate}fc1"))
        x = x * hard_sigmoid(_conv(state, mean, f"{gate}fc2"))
    x = _pair(x, f"{name}{index + 1}", **layers)
    return x + before if stride == 1 and len(before) == out else x


def _deeplab_head(state, x, size):
    name = "classifier.0."
    seen = [relu(_pair(x, f"{name}convs.0", state))]
    for branch, rate in enumerate((12, 24, 36), start=1):
        seen.append(relu(_pair(x, f"{name}convs.{branch}", state, rate=rate)))
    mean = x.mean((1, 2), keepdims=True)
    pooled = f"{name}convs.4"
    mean = relu(_conv_bn(state, mean, f"{pooled}.1", f"{pooled}.2"))
    seen.append(interpolate(mean, x.shape[1:]))
    x = relu(_pair(np.concatenate(seen), f"{name}project", state))
    x = relu(_conv_bn(state, x, "classifier.1", "classifier.2"))
    x = interpolate(_conv(state, x, "classifier.4"), size)
    return x.transpose(1, 2, 0)


def _conv(state, x, name):
    weight, bias = state[f"{name}.weight"], state[f"{name}.bias"]
    return convolve(x, weight, bias=bias)


def _pair(x, name, state, stride=1, rate=1, epsilon=1e-5):
    """A convolution `name.0` and its normalization `name.1`."""
    names = f"{name}.0", f"{name}.1"
    return _conv_bn(state, x, *names, stride, rate, epsilon)


def _conv_bn(state, x, conv, bn, stride=1, rate=1, epsilon=1e-5):
    x = convolve(x, state[f"{conv}.weight"], stride, rate)
    return normalize(x, state, bn, epsilon)
