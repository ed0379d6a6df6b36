# Every config exported here is a kind of loss, for recipes and the command
# line.
from .boundary_cross_entropy import BoundaryCrossEntropy as BoundaryCrossEntropy
from .cross_entropy_configs import BoundaryConfig as BoundaryConfig
from .cross_entropy_configs import CrossEntropyConfig as CrossEntropyConfig
from .cross_entropy_configs import FocalConfig as FocalConfig
from .cross_entropy_configs import OHEMConfig as OHEMConfig
from .cross_entropy_configs import TopKConfig as TopKConfig
from .focal_cross_entropy import FocalCrossEntropy as FocalCrossEntropy
from .label_downsampling import downsample_labels as downsample_labels
from .loss_config import LossConfig as LossConfig
from .lovasz_softmax import LovaszSoftmax as LovaszSoftmax
from .masked_cross_entropy import MaskedCrossEntropy as MaskedCrossEntropy
from .multilabel_cross_entropy import (
    MultilabelCrossEntropy as MultilabelCrossEntropy,
)
from .ohem_cross_entropy import OHEMCrossEntropy as OHEMCrossEntropy
from .overlap_configs import DiceConfig as DiceConfig
from .overlap_configs import LovaszConfig as LovaszConfig
from .overlap_configs import TverskyConfig as TverskyConfig
from .overlap_losses import DiceLoss as DiceLoss
from .overlap_losses import TverskyLoss as TverskyLoss
from .sum_config import SumConfig as SumConfig
from .sum_of_losses import SumOfLosses as SumOfLosses
from .top_k_cross_entropy import TopKCrossEntropy as TopKCrossEntropy
