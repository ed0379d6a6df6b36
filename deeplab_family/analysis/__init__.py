"""What a network costs and sees, computed without running it."""

from deeplab_family.analysis.multiply_adds import (
    ConvolutionCost,
    convolution_costs,
    multiply_adds,
)

__all__ = ["ConvolutionCost", "convolution_costs", "multiply_adds"]
