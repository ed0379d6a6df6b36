"""Losses on logits, at full label resolution unless told otherwise."""

from deeplab_family.losses.downsample_labels import downsample_labels
from deeplab_family.losses.masked_cross_entropy import MaskedCrossEntropy

__all__ = ["MaskedCrossEntropy", "downsample_labels"]
