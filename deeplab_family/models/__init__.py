"""One network a file: a frozen config whose `build()` makes the model."""

from deeplab_family.models.auxiliary_training import AuxiliaryTraining
from deeplab_family.models.deeplabv3 import DeepLabV3Config
from deeplab_family.models.galdnet import GALDNetConfig
from deeplab_family.models.pspnet import PSPNetConfig
from deeplab_family.models.segmentation_model import SegmentationModel

__all__ = [
    "AuxiliaryTraining",
    "DeepLabV3Config",
    "GALDNetConfig",
    "PSPNetConfig",
    "SegmentationModel",
]
