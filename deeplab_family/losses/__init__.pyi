from .downsample_labels import downsample_labels
from .masked_cross_entropy import MaskedCrossEntropy
from .ohem_cross_entropy import OHEMCrossEntropy

__all__ = [
    "MaskedCrossEntropy",
    "OHEMCrossEntropy",
    "downsample_labels",
]
