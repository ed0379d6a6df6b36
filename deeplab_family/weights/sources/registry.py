"""Table of trunk sources: one line for each."""

from deeplab_family.weights.sources.efficientnet_lite import (
    EfficientNetLiteWheel,
)
from deeplab_family.weights.sources.tf1_mobilenet_v2 import Tf1MobileNetV2
from deeplab_family.weights.sources.tf1_resnet import Tf1ResNet
from deeplab_family.weights.sources.trunk_source import TrunkSource

TRUNK_SOURCES: tuple[TrunkSource, ...] = (
    EfficientNetLiteWheel(),
    Tf1MobileNetV2(),
    Tf1ResNet(),
)
"""The first that fits is asked."""
