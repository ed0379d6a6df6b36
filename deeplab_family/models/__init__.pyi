# Every config exported here is a kind of network, for recipes, the command
# line and Keras.
from .auxiliary_training import AuxiliaryTraining as AuxiliaryTraining
from .deeplabv3 import DeepLabV3Config as DeepLabV3Config
from .deeplabv3plus import DeepLabV3PlusConfig as DeepLabV3PlusConfig
from .duc_hdc import DUCHDCConfig as DUCHDCConfig
from .galdnet import GALDNetConfig as GALDNetConfig
from .gcn import GCNConfig as GCNConfig
from .model_config import ModelConfig as ModelConfig
from .pspnet import PSPNetConfig as PSPNetConfig
from .segmentation_model import SegmentationModel as SegmentationModel
from .vortexnet import VortexNetConfig as VortexNetConfig
