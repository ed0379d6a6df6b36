"""Losses on logits at full label resolution."""

from deeplab_family.losses.masked_cross_entropy import MaskedCrossEntropy
from deeplab_family.losses.ohem_cross_entropy import OHEMCrossEntropy

__all__ = ["MaskedCrossEntropy", "OHEMCrossEntropy"]
