"""DeepLab in TensorFlow 1: the checkpoints of research/deeplab.

Source: tensorflow/models, research/deeplab/model.py and g3doc/model_zoo.md.
"""

from __future__ import annotations

import dataclasses

from deeplab_family.backbones import ResNetConfig
from deeplab_family.importers.backbone_config import backbone_config
from deeplab_family.importers.network_source import NetworkSource
from deeplab_family.importers.tf1_deeplab_head import (
    LOW_LEVEL,
    atrous_branches,
    has_decoder,
    has_pyramid,
    has_separable_decoder,
    is_separable,
    put_decoder,
    put_logits,
    put_pyramid,
)
from deeplab_family.models import DeepLabV3Config, DeepLabV3PlusConfig
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.tf1_layers import width_of
from deeplab_family.weights.sources.tf1_mobilenet_v2 import Tf1MobileNetV2
from deeplab_family.weights.sources.tf1_resnet import Tf1ResNet
from input_pipeline.datasets.cityscapes import CLASSES
from input_pipeline.datasets.voc_classes import CLASS_NAMES

BACKBONES = (Tf1MobileNetV2(), Tf1ResNet())
LOGITS = "logits/semantic"
OUTPUT_STRIDE = 16
CITYSCAPES = tuple(name for name, _ in CLASSES.values())
NAMES = {len(names): names for names in (CLASS_NAMES, CITYSCAPES)}
OTHER_BACKBONES = {
    "xception_": "Xception",
    "MobilenetV3": "MobileNetV3 as TensorFlow 1 has it",
    "MobilenetEdgeTPU": "MobileNet-EdgeTPU",
    "resnet_v1_18": "ResNet-18",
    "pnasnet": "PNASNet",
    "hnasnet": "Auto-DeepLab's HNASNet",
}
ADAM = ("beta1_power", "beta2_power")
"""Scalars of an optimizer, which the reader cannot tell from weights."""


class Tf1DeepLab(NetworkSource):
    """DeepLabv3 on MobileNetV2 or ResNet, DeepLabv3+ on ResNet.

    A checkpoint holds neither its output stride nor its atrous rates nor its
    multi-grid: those of the releases are taken, and noted in the receipt.
    """

    name = "DeepLab (TensorFlow 1, research/deeplab)"
    project = "tf1"

    def recognizes(self, arrays):
        return f"{LOGITS}/weights" in arrays or _other_backbone(arrays) != ""

    def config(self, arrays):
        source = _backbone(arrays)
        branches = atrous_branches(arrays)
        if branches not in (0, 3):
            raise WeightsError(
                f"its pyramid has {branches} atrous branches, whose rates are "
                "not in the file; the releases have three, (6, 12, 18) at "
                "output stride 16, or none"
            )
        backbone = backbone_config(source, arrays)
        fields = {
            "num_classes": width_of(arrays, LOGITS),
            "backbone": backbone.with_output_stride(OUTPUT_STRIDE),
            "atrous_rates": None if branches else (),
            "image_pooling": "image_pooling/weights" in arrays,
            "separable_pyramid": is_separable(arrays),
        }
        if not has_pyramid(arrays):
            return DeepLabV3Config(**fields, head="cascade")
        fields["filters"] = width_of(arrays, "aspp0")
        if has_decoder(arrays):
            return _with_decoder(fields, arrays)
        return DeepLabV3Config(**fields)

    def class_names(self, config, arrays):
        del arrays
        return NAMES.get(config.num_classes)

    def notes(self, config, arrays):
        del arrays
        taken = [f"output stride {config.backbone.output_stride}"]
        if _is_plus(config) or (config.head == "aspp" and config.rates):
            taken.append(f"atrous rates {config.rates}")
        if isinstance(config.backbone, ResNetConfig):
            taken.append(f"multi-grid {config.backbone.multi_grid}")
        return (
            "Not in a checkpoint, and taken as in the releases: "
            f"{', '.join(taken)}",
        )

    def translate(self, config, translation):
        _backbone(translation.arrays).translate(config.backbone, translation)
        if _is_plus(config) or config.head == "aspp":
            put_pyramid(translation, config)
        if _is_plus(config):
            put_decoder(translation, config)
        put_logits(translation)

    def leaves(self, name):
        return name.rpartition("/")[2] in ADAM


def _with_decoder(fields, arrays):
    if not isinstance(fields["backbone"], ResNetConfig):
        raise WeightsError(
            "it has DeepLabv3+'s decoder on MobileNetV2, which reads a map "
            "inside a unit, before its projection; ours reads the one after "
            "it, and would compute something else"
        )
    return DeepLabV3PlusConfig(
        **{
            **fields,
            "backbone": dataclasses.replace(
                fields["backbone"], low_level="residual"
            ),
        },
        low_level_filters=width_of(arrays, LOW_LEVEL),
        separable=has_separable_decoder(arrays),
    )


def _is_plus(config):
    return isinstance(config, DeepLabV3PlusConfig)


def _backbone(arrays):
    if other := _other_backbone(arrays):
        raise WeightsError(
            f"its backbone is {other}, which is not among ours; MobileNetV2 "
            "and ResNet are. Take the release on MobileNetV2, such as "
            "deeplabv3_mnv2_pascal_train_aug"
        )
    for source in BACKBONES:
        if source.recognizes(arrays):
            return source
    raise WeightsError(
        "it holds the head of DeepLab, and no backbone that is known here: "
        "MobileNetV2 (`MobilenetV2/`) or ResNet (`resnet_v1_50/`)"
    )


def _other_backbone(arrays):
    """The backbone in words, if it is one that we have not; else ""."""
    for name in arrays:
        for prefix, words in OTHER_BACKBONES.items():
            if name.startswith(prefix):
                return words
    return ""
