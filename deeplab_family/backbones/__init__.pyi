from .backbone_config import (
    FEATURE_KEYS,
    BackboneConfig,
)
from .mobilenet_v2 import MobileNetV2Config
from .mobilenet_v3 import MobileNetV3Config
from .rate_coverage import holes, largest_hole
from .resnet import ResNetConfig
from .resnet_gcn import ResNetGCNConfig

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
