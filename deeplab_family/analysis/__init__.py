"""Analysis of a network: cost, receptive fields, gridding."""

from deeplab_family.analysis.backbone_gridding import (
    Coverage,
    backbone_coverage,
)
from deeplab_family.analysis.flops import (
    ConvolutionCost,
    convolution_costs,
    multiply_adds,
)
from deeplab_family.analysis.inspection import Inspection, inspect_network
from deeplab_family.analysis.network_stages import (
    Stage,
    stages,
)
from deeplab_family.analysis.pyramid_utilisation import (
    Pyramid,
    pyramids,
    utilisation_ratio,
)
from deeplab_family.analysis.receptive_field import (
    effective_receptive_field,
    receptive_fields,
)

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
    "backbone_coverage",
    "utilisation_ratio",
]
