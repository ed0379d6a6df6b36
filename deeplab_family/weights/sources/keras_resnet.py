"""ResNet-50, 101 and 152 of keras.applications: the paper authors' weights.

Source: keras-team/keras, `keras/src/applications/resnet.py`. The weights are
those of the paper's Caffe networks: pixels are BGR minus a mean color, the
convolutions have biases, and a block strides on its first 1x1 convolution.
"""

from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.keras_layers import (
    KerasLayers,
    names_by_spelling,
)
from deeplab_family.weights.translation import put_normalization

EPSILON = 1.001e-5
MEAN = (123.68, 116.779, 103.939)
BLOCKS = 4
PARTS = {"shortcut": 0, "reduce": 1, "look": 2, "expand": 3}
URL = "https://storage.googleapis.com/tensorflow/keras-applications/resnet/"
HASHES = {
    50: "4d473c1dd8becc155b73f8504c6f6626",
    101: "88cf7a10940856eca736dc7b7e228a21",
    152: "ee4c566cf9a93f14d82f913c2dc6dd0c",
}


class KerasResNet(BackboneSource):
    """keras.applications' names; ImageNet.

    Rates are no part of it: any output stride, multi-grid and unit rates take
    these weights, and blocks after the fourth start fresh.
    """

    name = "ResNet (keras.applications)"
    project = "keras-applications"
    kind = "resnet"

    def recognizes(self, arrays):
        names = names_by_spelling(arrays)
        return "conv1_conv/kernel" in names and (
            "conv2_block1_1_conv/kernel" in names
        )

    def refusal(self, config, arrays):
        names = names_by_spelling(arrays)
        if "conv2_block1_preact_bn/gamma" in names:
            return (
                "it is a ResNet v2, which normalizes before it convolves; "
                "the networks here are of the first kind"
            )
        units, own = _units(names), tuple(config.units[:BLOCKS])
        if units != own:
            return (
                f"its blocks have {units} units, those of ResNet-"
                f"{config.depth} {own}: give the `depth` of the file"
            )
        if config.stem != "root":
            return (
                "it begins with one 7x7 convolution, this backbone with three "
                "of 3x3: build it with `stem='root'`"
            )
        if config.stride_placement != "first_1x1":
            return (
                "it strides on the first 1x1 convolution of a block, this "
                "backbone on the 3x3, another function of the same weights: "
                "build it with `stride_placement='first_1x1'`, or take "
                "torchvision's weights"
            )
        return ""

    def translate(self, config, translation):
        layers = KerasLayers(translation, EPSILON, config.batch_norm_epsilon)
        put_normalization(translation, MEAN, 1.0)
        layers.put_conv_bn("stem", "conv1_conv", "conv1_bn")
        _rgb_from_bgr(translation)
        for block in range(1, BLOCKS + 1):
            for unit in range(1, config.units[block - 1] + 1):
                for part, number in PARTS.items():
                    if part == "shortcut" and unit > 1:
                        continue
                    theirs = f"conv{block + 1}_block{unit}_{number}"
                    layers.put_conv_bn(
                        f"block{block}_unit{unit}/{part}",
                        f"{theirs}_conv",
                        f"{theirs}_bn",
                    )

    def published(self, config):
        if (config.stem, config.stride_placement) != ("root", "first_1x1"):
            return None
        name = (
            f"resnet{config.depth}_weights_tf_dim_ordering_tf_kernels_notop.h5"
        )
        return PublishedFile(
            name=name, url=URL + name, md5=HASHES[config.depth], licence="MIT"
        )


def _rgb_from_bgr(translation):
    """Turns the first kernel to images as we have them."""
    kernel = translation.values["stem/conv/kernel"]
    translation.put("stem/conv/kernel", kernel[:, :, ::-1])


def _units(names):
    """Number of units of each block of a file."""
    return tuple(
        sum(
            name.startswith(f"conv{block + 1}_block")
            and name.endswith("_1_conv/kernel")
            for name in names
        )
        for block in range(1, BLOCKS + 1)
    )
