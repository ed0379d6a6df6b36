"""What a network costs and sees, computed without running it."""

from deeplab_family.analysis.multiply_adds import (
    ConvolutionCost,
    convolution_costs,
    multiply_adds,
)
from deeplab_family.analysis.utilisation_ratio import utilisation_ratio

__all__ = [
    "ConvolutionCost",
    "convolution_costs",
    "multiply_adds",
    "utilisation_ratio",
]
