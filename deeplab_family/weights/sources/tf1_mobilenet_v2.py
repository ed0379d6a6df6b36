"""MobileNetV2 in TensorFlow 1's names: slim's ImageNet files, and DeepLab's.

Source: tensorflow/models, research/slim/nets/mobilenet, and
research/deeplab/core/feature_extractor.py, which ends it at 320 channels and
rounds the channels of thinner backbones to whole numbers, not to eights.
"""

from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.tf1_layers import put_conv_bn, width_of
from deeplab_family.weights.translation import put_normalization

EPSILON = 1e-3
SCOPE = "MobilenetV2"
STEM_WIDTH = 32
UNITS = (1, 2, 3, 4, 3, 3, 1)
"""How many units each of our stages has."""


class Tf1MobileNetV2(BackboneSource):
    """TensorFlow 1's names; equal to ours at sizes 16 k + 1.

    Theirs pads one side more at even sizes, ours both.
    """

    name = "MobileNetV2 (TensorFlow 1)"
    project = "tf1"
    kind = "mobilenet_v2"

    def recognizes(self, arrays):
        return f"{SCOPE}/Conv/weights" in arrays

    def refusal(self, config, arrays):
        stem = width_of(arrays, f"{SCOPE}/Conv")
        second = width_of(arrays, f"{SCOPE}/expanded_conv_1/project")
        if second % 8:
            return (
                f"its second stage is {second} channels wide: it is "
                f"DeepLab's network of width multiplier {stem / STEM_WIDTH:g}, "
                "whose channels are not rounded to multiples of 8. Such a "
                "backbone is not built here; take the file of width 1"
            )
        if (stem == STEM_WIDTH) != (config.alpha == 1.0):
            return (
                f"its first convolution has {stem} channels, those of a "
                f"backbone of alpha {stem / STEM_WIDTH:g}; this backbone has "
                f"alpha {config.alpha:g}"
            )
        return ""

    def translate(self, config, translation):
        epsilons = (EPSILON, config.batch_norm_epsilon)
        put_normalization(translation, (127.5,) * 3, 2 / 255)
        put_conv_bn(translation, "stem", f"{SCOPE}/Conv", *epsilons)
        for number, ours in enumerate(_our_units()):
            theirs = f"{SCOPE}/expanded_conv" + (f"_{number}" if number else "")
            # The first unit has no expansion.
            parts = {"look": "depthwise", "project": "project"}
            if number:
                parts["expand"] = "expand"
            for ours_part, part in parts.items():
                put_conv_bn(
                    translation,
                    f"{ours}/{ours_part}",
                    f"{theirs}/{part}",
                    *epsilons,
                )


def _our_units():
    return [
        f"stage{stage}_unit{unit}"
        for stage, units in enumerate(UNITS, start=1)
        for unit in range(1, units + 1)
    ]
