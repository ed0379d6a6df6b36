from export import export_model as export_model
from input_pipeline import DataConfig as DataConfig
from input_pipeline import eval_batches as eval_batches
from input_pipeline import train_batches as train_batches

from .backbones import EfficientNetLiteConfig as EfficientNetLiteConfig
from .backbones import MobileNetV2Config as MobileNetV2Config
from .backbones import MobileNetV3Config as MobileNetV3Config
from .backbones import ResNetConfig as ResNetConfig
from .backbones import ResNetGCNConfig as ResNetGCNConfig
from .evaluation import evaluate as evaluate
from .inference import load_predictor as load_predictor
from .losses import CrossEntropyConfig as CrossEntropyConfig
from .losses import MaskedCrossEntropy as MaskedCrossEntropy
from .losses import OHEMConfig as OHEMConfig
from .losses import OHEMCrossEntropy as OHEMCrossEntropy
from .metrics import MeanIoU as MeanIoU
from .models import DeepLabV3Config as DeepLabV3Config
from .models import DeepLabV3PlusConfig as DeepLabV3PlusConfig
from .models import DUCHDCConfig as DUCHDCConfig
from .models import GALDNetConfig as GALDNetConfig
from .models import GCNConfig as GCNConfig
from .models import PSPNetConfig as PSPNetConfig
from .models import VortexNetConfig as VortexNetConfig
from .optimizers import AdamWConfig as AdamWConfig
from .optimizers import ConstantConfig as ConstantConfig
from .optimizers import PolyConfig as PolyConfig
from .optimizers import SGDConfig as SGDConfig
from .recipes import RECIPES as RECIPES
from .recipes import Recipe as Recipe
from .recipes import TrainConfig as TrainConfig
from .segmenter import load as load
from .training import train as train

__version__: str
