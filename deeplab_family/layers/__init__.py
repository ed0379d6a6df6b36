"""One Keras layer a file; each idea of a paper is one of them."""

from deeplab_family.layers.adaptive_average_pooling import (
    AdaptiveAveragePooling,
)
from deeplab_family.layers.aspp import ASPP
from deeplab_family.layers.at_half_size import AtHalfSize
from deeplab_family.layers.atrous_convolution import AtrousConvolution
from deeplab_family.layers.auxiliary_head import AuxiliaryHead
from deeplab_family.layers.batch_normalization import FusedBatchNormalization
from deeplab_family.layers.bilinear_upsampling import BilinearUpsampling
from deeplab_family.layers.bottleneck import Bottleneck
from deeplab_family.layers.boundary_refinement import BoundaryRefinement
from deeplab_family.layers.cgnl import CGNL
from deeplab_family.layers.conv_bn_relu import ConvBNReLU
from deeplab_family.layers.convolution_stack import ConvolutionStack
from deeplab_family.layers.crop_like import CropLike
from deeplab_family.layers.deconvolution import Deconvolution
from deeplab_family.layers.deconvolution_decoder import DeconvolutionDecoder
from deeplab_family.layers.dense_upsampling import DenseUpsampling
from deeplab_family.layers.gald import GALD
from deeplab_family.layers.global_bottleneck import GlobalBottleneck
from deeplab_family.layers.global_convolution import GlobalConvolution
from deeplab_family.layers.grouped_pointwise import GroupedPointwise
from deeplab_family.layers.image_normalization import ImageNormalization
from deeplab_family.layers.inverted_residual import InvertedResidual
from deeplab_family.layers.local_distribution import LocalDistribution
from deeplab_family.layers.local_mask import LocalMask
from deeplab_family.layers.logits_head import LogitsHead
from deeplab_family.layers.low_level_decoder import LowLevelDecoder
from deeplab_family.layers.non_local import NonLocal
from deeplab_family.layers.pyramid_pooling import PyramidPooling
from deeplab_family.layers.resize_like import ResizeLike
from deeplab_family.layers.separable_conv_bn_relu import SeparableConvBNReLU
from deeplab_family.layers.smallest_image import SmallestImage
from deeplab_family.layers.squeeze_excite import SqueezeExcite
from deeplab_family.layers.summed_aspp import SummedASPP
from deeplab_family.layers.symmetric_padding import SymmetricPadding
from deeplab_family.layers.vortex_pooling import VortexPooling

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
