"""Trunks: a config a file; `build()` maps images to features `res2`..`res5`."""

from deeplab_family.backbones.backbone_config import (
    FEATURE_KEYS,
    BackboneConfig,
)
from deeplab_family.backbones.mobilenet_v2 import MobileNetV2Config
from deeplab_family.backbones.mobilenet_v3 import MobileNetV3Config
from deeplab_family.backbones.rate_coverage import holes, largest_hole
from deeplab_family.backbones.resnet import ResNetConfig
from deeplab_family.backbones.resnet_gcn import ResNetGCNConfig

__all__ = [
    "FEATURE_KEYS",
    "BackboneConfig",
    "MobileNetV2Config",
    "MobileNetV3Config",
    "ResNetConfig",
    "ResNetGCNConfig",
    "holes",
    "largest_hole",
]
