# Every config exported here is a kind of backbone, for recipes, the command
# line and Keras.
from .backbone_config import FEATURE_KEYS as FEATURE_KEYS
from .backbone_config import BackboneConfig as BackboneConfig
from .backbone_model import BackboneModel as BackboneModel
from .efficientnet_lite import EfficientNetLiteConfig as EfficientNetLiteConfig
from .gridding import holes as holes
from .gridding import largest_hole as largest_hole
from .mobilenet_v2 import MobileNetV2Config as MobileNetV2Config
from .mobilenet_v3 import MobileNetV3Config as MobileNetV3Config
from .resnet import ResNetConfig as ResNetConfig
from .resnet_gcn import ResNetGCNConfig as ResNetGCNConfig
