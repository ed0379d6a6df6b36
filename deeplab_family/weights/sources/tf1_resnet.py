"""ResNet v1 in TensorFlow 1's names: slim's files, and DeepLab's "beta".

Source: tensorflow/models, research/slim/nets/resnet_utils.py and resnet_v1.py,
research/deeplab/core/resnet_v1_beta.py and feature_extractor.py.

slim strides in the last unit of a block, on the 3x3 convolution, where ours
strides in the first unit of the next, on the 1x1 one. That is the same
function of the same weights, at every output stride: a unit of stride 2 is the
unit of stride 1, subsampled, and the 1x1 convolutions after it see nothing but
the pixels that are left.
"""

import re

from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.tf1_layers import put_conv_bn
from deeplab_family.weights.translation import put_normalization

EPSILON = 1e-5
SCOPE = re.compile(r"(resnet_v1_(\d+))/")
UNITS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
PARTS = {"reduce": "conv1", "look": "conv2", "expand": "conv3"}
DEEPLAB_MEAN = (123.15, 115.90, 103.06)
SLIM_MEAN = (123.68, 116.78, 103.94)
"""Of slim's classifiers (preprocessing/vgg_preprocessing.py)."""
ARCHIVE = (
    "https://download.tensorflow.org/models/resnet_v1_{depth}_2018_05_04.tar.gz"
)


class Tf1ResNet(BackboneSource):
    """TensorFlow 1's names, with either stem."""

    name = "ResNet v1 (TensorFlow 1)"
    project = "tf1"
    kind = "resnet"

    def recognizes(self, arrays):
        return _scope_of(arrays) is not None

    def refusal(self, config, arrays):
        scope, depth = _scope_of(arrays)
        stem = "beta" if f"{scope}/conv1_1/weights" in arrays else "root"
        if depth != config.depth:
            return f"it has {depth} layers; this backbone has {config.depth}"
        if stem != config.stem:
            return (
                f"its stem is {stem!r}, {_describe(stem)}; this backbone's is "
                f"{config.stem!r}: give `stem={stem!r}`"
            )
        if config.stride_placement != "first_1x1":
            return (
                "slim's stride at the end of a block drops the same pixels as "
                '`stride_placement="first_1x1"`: give that. This backbone has '
                f"{config.stride_placement!r}, another function of the weights"
            )
        if config.first_unit_previous_rate:
            return (
                "all its units of a block have one rate: give "
                "`first_unit_previous_rate=False`"
            )
        return ""

    def translate(self, config, translation):
        scope, depth = _scope_of(translation.arrays)
        epsilons = (EPSILON, config.batch_norm_epsilon)
        if config.stem == "beta":
            put_normalization(translation, (127.5,) * 3, 2 / 255)
        elif f"{scope}/logits/weights" in translation:
            put_normalization(translation, SLIM_MEAN, 1.0)
        else:
            put_normalization(translation, DEEPLAB_MEAN, 1.0)
        for ours, theirs in _layers(config.stem, depth):
            put_conv_bn(translation, ours, f"{scope}/{theirs}", *epsilons)

    def hint(self, config):
        if config.stem != "beta" or config.depth not in (50, 101):
            return ""
        return (
            f"Those of the stem {config.stem!r} are in the archive "
            f"{ARCHIVE.format(depth=config.depth)}, for which no hash was "
            "published: unpack it, and give the path of its folder"
        )


def _scope_of(arrays):
    """The scope of the backbone and its depth, or None."""
    for name in arrays:
        match = SCOPE.match(name)
        if match and int(match[2]) in UNITS:
            return match[1], int(match[2])
    return None


def _describe(stem):
    return "three 3x3 convolutions" if stem == "beta" else "one of 7x7"


def _layers(stem, depth):
    """Our paths of layers with their scopes."""
    if stem == "beta":
        yield from ((f"stem_{n}", f"conv1_{n}") for n in (1, 2, 3))
    else:
        yield "stem", "conv1"
    for block, units in enumerate(UNITS[depth], start=1):
        for unit in range(1, units + 1):
            ours = f"block{block}_unit{unit}"
            theirs = f"block{block}/unit_{unit}/bottleneck_v1"
            parts = {**PARTS, "shortcut": "shortcut"} if unit == 1 else PARTS
            for part, name in parts.items():
                yield f"{ours}/{part}", f"{theirs}/{name}"
