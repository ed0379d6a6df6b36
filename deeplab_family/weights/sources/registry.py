"""Table of trunk sources: one line for each."""

from deeplab_family.weights.sources.efficientnet_lite import (
    EfficientNetLiteWheel,
)
from deeplab_family.weights.sources.torchvision_resnet import (
    TorchvisionResNet,
)
from deeplab_family.weights.sources.trunk_source import TrunkSource

TRUNK_SOURCES: tuple[TrunkSource, ...] = (
    EfficientNetLiteWheel(),
    TorchvisionResNet(),
)
"""The first that fits is asked."""
