from .auxiliary_training import AuxiliaryTraining
from .deeplabv3 import DeepLabV3Config
from .deeplabv3plus import DeepLabV3PlusConfig
from .duc_hdc import DUCHDCConfig
from .galdnet import GALDNetConfig
from .gcn import GCNConfig
from .pspnet import PSPNetConfig
from .segmentation_model import SegmentationModel
from .vortexnet import VortexNetConfig

__all__ = [
    "AuxiliaryTraining",
    "DUCHDCConfig",
    "DeepLabV3Config",
    "DeepLabV3PlusConfig",
    "GALDNetConfig",
    "GCNConfig",
    "PSPNetConfig",
    "SegmentationModel",
    "VortexNetConfig",
]
