"""Losses on logits, at full label resolution unless told otherwise."""

from deeplab_family.losses.downsample_labels import downsample_labels
from deeplab_family.losses.masked_cross_entropy import MaskedCrossEntropy
from deeplab_family.losses.ohem_cross_entropy import OHEMCrossEntropy

__all__ = [
    "MaskedCrossEntropy",
    "OHEMCrossEntropy",
    "downsample_labels",
]
