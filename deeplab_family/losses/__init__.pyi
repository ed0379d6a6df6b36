# Every config exported here is a kind of loss, for recipes and the command
# line.
from .label_downsampling import downsample_labels as downsample_labels
from .loss_config import CrossEntropyConfig as CrossEntropyConfig
from .loss_config import LossConfig as LossConfig
from .loss_config import OHEMConfig as OHEMConfig
from .masked_cross_entropy import MaskedCrossEntropy as MaskedCrossEntropy
from .ohem_cross_entropy import OHEMCrossEntropy as OHEMCrossEntropy
