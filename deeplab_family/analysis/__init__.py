"""What a network costs and sees."""

from deeplab_family.analysis.coverage import Coverage, trunk_coverage
from deeplab_family.analysis.effective_receptive_field import (
    effective_receptive_field,
)
from deeplab_family.analysis.inspection import Inspection, inspect_network
from deeplab_family.analysis.multiply_adds import (
    ConvolutionCost,
    convolution_costs,
    multiply_adds,
)
from deeplab_family.analysis.pyramids import Pyramid, pyramids
from deeplab_family.analysis.receptive_field import receptive_fields
from deeplab_family.analysis.stages import Stage, stages
from deeplab_family.analysis.utilisation_ratio import utilisation_ratio

__all__ = [
    "ConvolutionCost",
    "Coverage",
    "Inspection",
    "Pyramid",
    "Stage",
    "convolution_costs",
    "effective_receptive_field",
    "inspect_network",
    "multiply_adds",
    "pyramids",
    "receptive_fields",
    "stages",
    "trunk_coverage",
    "utilisation_ratio",
]
