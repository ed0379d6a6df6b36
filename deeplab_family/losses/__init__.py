"""Losses on logits at full label resolution."""

from deeplab_family.losses.masked_cross_entropy import MaskedCrossEntropy

__all__ = ["MaskedCrossEntropy"]
