"""One network a file: a frozen config whose `build()` makes the model."""

from deeplab_family.models.auxiliary_training import AuxiliaryTraining
from deeplab_family.models.deeplabv3 import DeepLabV3Config
from deeplab_family.models.deeplabv3plus import DeepLabV3PlusConfig
from deeplab_family.models.duc_hdc import DUCHDCConfig
from deeplab_family.models.galdnet import GALDNetConfig
from deeplab_family.models.gcn import GCNConfig
from deeplab_family.models.pspnet import PSPNetConfig
from deeplab_family.models.segmentation_model import SegmentationModel
from deeplab_family.models.vortexnet import VortexNetConfig

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
