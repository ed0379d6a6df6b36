from .backbones import (
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
    ResNetGCNConfig,
)
from .evaluation import evaluate
from .inference import load_predictor
from .losses import MaskedCrossEntropy, OHEMCrossEntropy
from .metrics import MeanIoU
from .models import (
    DeepLabV3Config,
    DeepLabV3PlusConfig,
    DUCHDCConfig,
    GALDNetConfig,
    GCNConfig,
    PSPNetConfig,
    VortexNetConfig,
)
from .segmenter import load
from .training import train

__version__: str

__all__ = [
    "DUCHDCConfig",
    "DeepLabV3Config",
    "DeepLabV3PlusConfig",
    "GALDNetConfig",
    "GCNConfig",
    "MaskedCrossEntropy",
    "MeanIoU",
    "MobileNetV2Config",
    "MobileNetV3Config",
    "OHEMCrossEntropy",
    "PSPNetConfig",
    "ResNetConfig",
    "ResNetGCNConfig",
    "VortexNetConfig",
    "evaluate",
    "load",
    "load_predictor",
    "train",
]
