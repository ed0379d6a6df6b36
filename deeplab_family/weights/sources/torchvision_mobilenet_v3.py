"""MobileNetV3 in torchvision's names: `0` is the stem, `N.block.M` a part.

Source: pytorch/vision, `torchvision/models/mobilenetv3.py`. The parts of a
unit are counted without gaps: one that does not expand or squeeze has fewer.
"""

from __future__ import annotations

from typing import Any

from deeplab_family.weights.sources.torch_layers import put_conv, put_conv_bn
from deeplab_family.weights.translation import Translation

EPSILON = 1e-3
UNITS = {"large": 15, "small": 11}


def put_mobilenet_v3(translation: Translation, config: Any, prefix: str):
    """Keeps a MobileNetV3 up to its last 1x1 convolution.

    Args:
        translation: arrays in torchvision's names.
        config: a `MobileNetV3Config`.
        prefix: of the names: "backbone." in a segmentation network,
            "features." in one that classifies.
    """
    epsilons = (EPSILON, config.batch_norm_epsilon)

    def put(path, name, depthwise=False):
        names = f"{name}.0", f"{name}.1"
        put_conv_bn(translation, path, *names, *epsilons, depthwise)

    put("stem", f"{prefix}0")
    last = UNITS[config.size] + 1
    for unit in range(1, last):
        theirs = f"{prefix}{unit}.block."
        for index, part in enumerate(_parts(translation, theirs)):
            path, name = f"unit{unit}/{part}", f"{theirs}{index}"
            if part == "squeeze_excite":
                put_conv(translation, f"{path}/squeeze", f"{name}.fc1")
                put_conv(translation, f"{path}/excite", f"{name}.fc2")
            else:
                put(path, name, depthwise=part == "look")
    put("last", f"{prefix}{last}")


def _parts(translation: Translation, name: str) -> list[str]:
    """Our parts of a unit in the order of theirs."""
    looks_first = translation.take(f"{name}0.0.weight").shape[1] == 1
    expand = [] if looks_first else ["expand"]
    gate = f"{name}{len(expand) + 1}.fc1.weight"
    squeeze = ["squeeze_excite"] if gate in translation else []
    return [*expand, "look", *squeeze, "project"]
