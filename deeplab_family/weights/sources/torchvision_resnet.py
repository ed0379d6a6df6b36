"""ResNet in torchvision's names: `conv1`, `layer1.0.conv1` ... `fc`.

Sources: pytorch/vision, `torchvision/models/resnet.py`, for names, strides
("v1.5": on the 3x3 convolution), rates and files; its `README.md`, section
"Pre-trained Model License", for the terms. timm names its plain ResNets alike.
"""

from __future__ import annotations

import re
from typing import Any

from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.sources.backbone_source import (
    Arrays,
    BackboneSource,
)
from deeplab_family.weights.sources.torch_layers import put_conv_bn
from deeplab_family.weights.translation import Translation, put_normalization

EPSILON = 1e-5
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)
"""Of RGB pixels in 0..1, for every network of torchvision."""

DEPTHS = {(3, 4, 6, 3): 50, (3, 4, 23, 3): 101, (3, 8, 36, 3): 152}
NOMINAL_STRIDE = 32
NAMES = re.compile(
    r"(conv1|bn1|fc|layer[1-4]\.\d+\.(conv[123]|bn[123]|downsample\.[01]))"
    r"\.(weight|bias|running_mean|running_var|num_batches_tracked)"
)
PARTS = {"reduce": 1, "look": 2, "expand": 3}
URL = "https://download.pytorch.org/models/"
FILES = {
    50: "resnet50-0676ba61.pth",
    101: "resnet101-63fe2227.pth",
    152: "resnet152-394f9c45.pth",
}
"""`IMAGENET1K_V1`; a name ends in the first digits of the file's sha256."""


class TorchvisionResNet(BackboneSource):
    """torchvision's ResNet-50, 101 and 152, trained on ImageNet.

    Multi-grid and rates chosen unit by unit are let through: the papers start
    them from such weights and train on.
    """

    name = "torchvision ResNet"
    project = "torchvision"
    kind = "resnet"

    def recognizes(self, arrays):
        return "conv1.weight" in arrays and "layer4.0.conv1.weight" in arrays

    def refusal(self, config, arrays):
        foreign = [name for name in arrays if not NAMES.fullmatch(name)]
        if foreign:
            return (
                f"it holds {foreign[0]!r}, which torchvision's ResNets have "
                "not: it is of a variant that would compute something else"
            )
        return unit_refusal(arrays) or _config_refusal(config, arrays)

    def translate(self, config, translation):
        put_pixels(translation)
        put_resnet(translation, config)

    def published(self, config):
        if config.stride_placement != "3x3" or config.depth not in FILES:
            return None
        name = FILES[config.depth]
        return PublishedFile(
            name=name,
            url=URL + name,
            sha256=name.partition("-")[2].removesuffix(".pth"),
            # The code's. Of the files torchvision says that they "may have
            # their own licenses or terms and conditions derived from the
            # dataset used for training".
            licence="BSD-3-Clause",
        )


def put_pixels(translation: Translation):
    """Keeps torchvision's normalization of pixels, for pixels in 0..255."""
    put_normalization(
        translation,
        [255 * value for value in MEAN],
        [1 / (255 * value) for value in DEVIATION],
    )


def put_resnet(translation: Translation, config: Any, prefix: str = ""):
    """Keeps a ResNet, all but its last layer.

    Args:
        translation: arrays in torchvision's names.
        config: a `ResNetConfig`.
        prefix: of the names, "backbone." in a larger network.
    """
    epsilons = (EPSILON, config.batch_norm_epsilon)
    stem = f"{prefix}conv1", f"{prefix}bn1"
    put_conv_bn(translation, "stem", *stem, *epsilons)
    for block, units in enumerate(_units_of(config.depth), start=1):
        for unit in range(units):
            ours = f"block{block}_unit{unit + 1}"
            theirs = f"{prefix}layer{block}.{unit}."
            for part, conv, bn in _parts(unit):
                put_conv_bn(
                    translation,
                    f"{ours}/{part}",
                    theirs + conv,
                    theirs + bn,
                    *epsilons,
                )


def depth_of(arrays: Arrays, prefix: str = "") -> int | None:
    """50, 101 or 152 by the number of units; None for any other."""
    pattern = re.compile(re.escape(prefix) + r"layer([1-4])\.(\d+)\.conv1\.")
    counts = [0, 0, 0, 0]
    for name in arrays:
        if found := pattern.match(name):
            block, unit = int(found[1]) - 1, int(found[2])
            counts[block] = max(counts[block], unit + 1)
    return DEPTHS.get(tuple(counts))


def unit_refusal(arrays: Arrays, prefix: str = "") -> str:
    """Reason why the units of a file are none of ours; "" if they are."""
    if f"{prefix}layer1.0.conv3.weight" not in arrays:
        return (
            "its units are basic blocks, as in ResNet-18 and 34; bottlenecks "
            "are built here: ResNet-50, 101 and 152"
        )
    shape = arrays[f"{prefix}layer1.0.conv2.weight"].shape
    if shape != (64, 64, 3, 3):
        return (
            f"its first 3x3 convolution has the shape {shape}, not (64, 64, "
            "3, 3): it is grouped (ResNeXt) or wide, which is not built here"
        )
    if depth_of(arrays, prefix) is None:
        return (
            "its numbers of units are those of no ResNet-50, 101 or 152: "
            "it is cut short, or of another network"
        )
    return ""


def _config_refusal(config: Any, arrays: Arrays) -> str:
    needed = {
        "depth": depth_of(arrays),
        "stem": "root",
        "stride_placement": "3x3",
    }
    if config.output_stride < NOMINAL_STRIDE and not _has_given_rates(config):
        needed["first_unit_previous_rate"] = True
    wrong = [key for key in needed if getattr(config, key) != needed[key]]
    if not wrong:
        return ""
    has = ", ".join(f"{key}={getattr(config, key)!r}" for key in wrong)
    fields = {**needed, "output_stride": config.output_stride}
    call = ", ".join(f"{key}={value!r}" for key, value in fields.items())
    flags = " ".join(_flag(key, needed[key]) for key in wrong)
    return (
        f"with {has} the backbone computes something else with these weights. "
        f"They belong to ResNetConfig({call}); on the command line: {flags}"
    )


def _has_given_rates(config: Any) -> bool:
    """Whether rates were chosen unit by unit, the first one's too."""
    given = config.hybrid_dilation, config.block3_rates, config.block4_rates
    return any(rates is not None for rates in given)


def _flag(key: str, value: Any) -> str:
    flag = f"--model.backbone.{key.replace('_', '-')}"
    return flag if value is True else f"{flag} {value}"


def _units_of(depth: int) -> tuple[int, ...]:
    return next(units for units, other in DEPTHS.items() if other == depth)


def _parts(unit: int) -> list[tuple[str, str, str]]:
    """Our parts of a unit with their convolution and normalization."""
    parts = [(part, f"conv{n}", f"bn{n}") for part, n in PARTS.items()]
    shortcut = [("shortcut", "downsample.0", "downsample.1")]
    return parts + shortcut if unit == 0 else parts
