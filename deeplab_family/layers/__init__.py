"""One Keras layer a file; each idea of a paper is one of them."""

from deeplab_family.layers.adaptive_average_pooling import (
    AdaptiveAveragePooling,
)
from deeplab_family.layers.aspp import ASPP
from deeplab_family.layers.at_half_size import AtHalfSize
from deeplab_family.layers.atrous_convolution import AtrousConvolution
from deeplab_family.layers.auxiliary_head import AuxiliaryHead
from deeplab_family.layers.batch_normalization import FusedBatchNormalization
from deeplab_family.layers.bottleneck import Bottleneck
from deeplab_family.layers.cgnl import CGNL
from deeplab_family.layers.conv_bn_relu import ConvBNReLU
from deeplab_family.layers.gald import GALD
from deeplab_family.layers.grouped_pointwise import GroupedPointwise
from deeplab_family.layers.image_normalization import ImageNormalization
from deeplab_family.layers.inverted_residual import InvertedResidual
from deeplab_family.layers.local_distribution import LocalDistribution
from deeplab_family.layers.local_mask import LocalMask
from deeplab_family.layers.logits_head import LogitsHead
from deeplab_family.layers.non_local import NonLocal
from deeplab_family.layers.pyramid_pooling import PyramidPooling
from deeplab_family.layers.resize_like import ResizeLike
from deeplab_family.layers.squeeze_excite import SqueezeExcite
from deeplab_family.layers.symmetric_padding import SymmetricPadding

__all__ = [
    "ASPP",
    "AdaptiveAveragePooling",
    "AtHalfSize",
    "AtrousConvolution",
    "AuxiliaryHead",
    "Bottleneck",
    "CGNL",
    "ConvBNReLU",
    "FusedBatchNormalization",
    "GALD",
    "GroupedPointwise",
    "ImageNormalization",
    "InvertedResidual",
    "LocalDistribution",
    "LocalMask",
    "LogitsHead",
    "NonLocal",
    "PyramidPooling",
    "ResizeLike",
    "SqueezeExcite",
    "SymmetricPadding",
]
