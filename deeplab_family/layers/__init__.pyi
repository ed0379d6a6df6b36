from .adaptive_average_pooling import (
    AdaptiveAveragePooling,
)
from .aspp import ASPP
from .at_half_size import AtHalfSize
from .atrous_convolution import AtrousConvolution
from .auxiliary_head import AuxiliaryHead
from .batch_normalization import FusedBatchNormalization
from .bilinear_upsampling import BilinearUpsampling
from .bottleneck import Bottleneck
from .boundary_refinement import BoundaryRefinement
from .cgnl import CGNL
from .conv_bn_relu import ConvBNReLU
from .convolution_stack import ConvolutionStack
from .crop_like import CropLike
from .deconvolution import Deconvolution
from .deconvolution_decoder import DeconvolutionDecoder
from .dense_upsampling import DenseUpsampling
from .gald import GALD
from .global_bottleneck import GlobalBottleneck
from .global_convolution import GlobalConvolution
from .grouped_pointwise import GroupedPointwise
from .image_normalization import ImageNormalization
from .inverted_residual import InvertedResidual
from .local_distribution import LocalDistribution
from .local_mask import LocalMask
from .logits_head import LogitsHead
from .low_level_decoder import LowLevelDecoder
from .non_local import NonLocal
from .pyramid_pooling import PyramidPooling
from .resize_like import ResizeLike
from .separable_conv_bn_relu import SeparableConvBNReLU
from .smallest_image import SmallestImage
from .squeeze_excite import SqueezeExcite
from .summed_aspp import SummedASPP
from .symmetric_padding import SymmetricPadding
from .vortex_pooling import VortexPooling

__all__ = [
    "ASPP",
    "AdaptiveAveragePooling",
    "AtHalfSize",
    "AtrousConvolution",
    "AuxiliaryHead",
    "BilinearUpsampling",
    "Bottleneck",
    "BoundaryRefinement",
    "CGNL",
    "ConvBNReLU",
    "ConvolutionStack",
    "CropLike",
    "Deconvolution",
    "DeconvolutionDecoder",
    "DenseUpsampling",
    "FusedBatchNormalization",
    "GALD",
    "GlobalBottleneck",
    "GlobalConvolution",
    "GroupedPointwise",
    "ImageNormalization",
    "InvertedResidual",
    "LocalDistribution",
    "LocalMask",
    "LogitsHead",
    "LowLevelDecoder",
    "NonLocal",
    "PyramidPooling",
    "ResizeLike",
    "SeparableConvBNReLU",
    "SmallestImage",
    "SqueezeExcite",
    "SummedASPP",
    "SymmetricPadding",
    "VortexPooling",
]
