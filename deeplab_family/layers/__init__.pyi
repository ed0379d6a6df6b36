from .adaptive_average_pooling import (
    AdaptiveAveragePooling as AdaptiveAveragePooling,
)
from .aspp import ASPP as ASPP
from .atrous_convolution import AtrousConvolution as AtrousConvolution
from .auxiliary_head import AuxiliaryHead as AuxiliaryHead
from .batch_normalization import (
    FusedBatchNormalization as FusedBatchNormalization,
)
from .bottleneck import Bottleneck as Bottleneck
from .boundary_refinement import BoundaryRefinement as BoundaryRefinement
from .cgnl import CGNL as CGNL
from .cgnl import GroupedPointwise as GroupedPointwise
from .classifier_head import ClassifierHead as ClassifierHead
from .conv_bn_relu import ConvBNReLU as ConvBNReLU
from .convolution_stack import ConvolutionStack as ConvolutionStack
from .deconvolution import Deconvolution as Deconvolution
from .deconvolution_decoder import DeconvolutionDecoder as DeconvolutionDecoder
from .deeplabv3plus_decoder import DeepLabV3PlusDecoder as DeepLabV3PlusDecoder
from .dense_upsampling import DenseUpsampling as DenseUpsampling
from .downsampled import Downsampled as Downsampled
from .gald import GALD as GALD
from .global_bottleneck import GlobalBottleneck as GlobalBottleneck
from .global_convolution import GlobalConvolution as GlobalConvolution
from .image_normalization import ImageNormalization as ImageNormalization
from .inverted_residual import InvertedResidual as InvertedResidual
from .local_distribution import LocalDistribution as LocalDistribution
from .local_mask import LocalMask as LocalMask
from .non_local import NonLocal as NonLocal
from .pyramid_pooling import PyramidPooling as PyramidPooling
from .resizing import BilinearUpsampling as BilinearUpsampling
from .resizing import CropLike as CropLike
from .resizing import ResizeLike as ResizeLike
from .separable_conv_bn_relu import SeparableConvBNReLU as SeparableConvBNReLU
from .smallest_image import SmallestImage as SmallestImage
from .squeeze_excite import SqueezeExcite as SqueezeExcite
from .summed_aspp import SummedASPP as SummedASPP
from .symmetric_padding import SymmetricPadding as SymmetricPadding
from .vortex_pooling import VortexPooling as VortexPooling
