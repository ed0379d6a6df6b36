"""DUC + HDC: hybrid dilation in the backbone, dense upsampling above it.

Source: Wang et al., "Understanding Convolution for Semantic Segmentation",
arXiv:1702.08502; where it is silent, the released code of its authors decides.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.models.pyramid_rates import change_stride

Upsampling = Literal["dense", "bilinear", "deconvolution", "two_deconvolutions"]
UPSAMPLINGS = ("dense", "bilinear", "deconvolution", "two_deconvolutions")


@dataclasses.dataclass(frozen=True, kw_only=True)
class DUCHDCConfig(ModelConfig):
    """A DUC + HDC network, or one of the baselines the paper compares.

    The default is the paper's best for Cityscapes but for the longer list of
    rates. Its backbone has "bigger" hybrid dilation; that of the paper's
    table 1 is `ResNetConfig(depth=101, output_stride=8, multi_grid=(1, 1, 1))`.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open; such a config cannot build.
        backbone: config of the backbone; its output stride is the paper's
            downsampling rate (8, or 4 in an ablation).
        upsampling: "dense" (DUC), "bilinear" (the paper's baseline), or
            transposed convolutions to full size in one step or in two.
        cell: int >= 1 that divides the output stride. Pixels of the image for
            one score of DUC, along a side.
        atrous_rates: rates of the summed classifiers in pixels of the
            backbone's map: four, or six (6, ..., 36) in an ablation; (12,) is
            "no ASPP".
        deconvolution_filters: channels of the map that the transposed
            convolutions enlarge. None gives them as many parameters as DUC
            would have, as the paper does.
        upsample_logits: False leaves scores at the size of the map ("bilinear")
            or the cells ("dense"), to train as the paper does, against labels
            downsampled by "every_nth" (see `MaskedCrossEntropy`) and images
            whose sizes are multiples of the output stride. The weights serve a
            config with True, which interpolates between the scores' pixels.
    """

    kind = "duc_hdc"

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig(
        depth=101, output_stride=8, hybrid_dilation="bigger"
    )
    upsampling: Upsampling = "dense"
    cell: int = 2
    atrous_rates: tuple[int, ...] = (6, 12, 18, 24)
    deconvolution_filters: int | None = None
    upsample_logits: bool = True

    def __post_init__(self):
        self._check_at_least_one("num_classes", "deconvolution_filters")
        self._check_one_of("upsampling", UPSAMPLINGS)
        stride = self.backbone.output_stride
        if self.cell < 1 or stride % self.cell:
            raise ValueError(
                f"`cell` must divide the output stride {stride}. "
                f"Received: {self.cell}"
            )

    @property
    def factor(self) -> int:
        """Scores of DUC for one pixel of the backbone's map, along a side."""
        return self.backbone.output_stride // self.cell

    def with_output_stride(self, output_stride: int) -> DUCHDCConfig:
        """This network at another stride, looking at the same pixels.

        Raises:
            ValueError: unless the upsampling is bilinear; any other has its
                factor in its weights.
        """
        old = self.backbone.output_stride
        if self.upsampling != "bilinear" and output_stride != old:
            raise ValueError(
                f"Weights for {self.upsampling!r} upsampling belong to output "
                f"stride {old}. Build and train a config whose backbone has "
                f"output stride {output_stride}."
            )
        return change_stride(self, output_stride)

    def _build(self, name: str) -> models.SegmentationModel:
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        x = self.backbone.build()(images)[self.backbone.last_feature]
        x, missing = self._score(x)
        if self.upsample_logits:
            if missing > 1:
                x = layers.BilinearUpsampling(missing, name="interpolation")(x)
            x = layers.CropLike(dtype="float32", name="logits")([x, images])
        return models.SegmentationModel(images, x, config=self, name=name)

    def _score(self, x):
        """Scores, and how many times smaller than the image they are."""
        if self.upsampling == "dense":
            head = layers.DenseUpsampling(
                self.num_classes, self.factor, self.atrous_rates, name="duc"
            )
            return head(x), self.cell
        if self.upsampling == "bilinear":
            head = layers.SummedASPP(
                self.num_classes, self.atrous_rates, name="head"
            )
            return head(x), self.backbone.output_stride
        return self._deconvolve(x), 1

    def _deconvolve(self, x):
        stride = self.backbone.output_stride
        one_step = self.upsampling == "deconvolution"
        strides = (stride,) if one_step else (2, stride // 2)
        width = self.deconvolution_filters or deconvolution_width(
            target_filters=self.num_classes * self.factor**2,
            branches=len(self.atrous_rates),
            channels=x.shape[-1],
            strides=strides,
            num_classes=self.num_classes,
        )
        x = layers.SummedASPP(width, self.atrous_rates, name="head")(x)
        return layers.DeconvolutionDecoder(
            self.num_classes,
            strides,
            width,
            **self.backbone.batch_norm,
            name="deconvolution",
        )(x)


# How wide a deconvolution network must be to weigh as much as DUC.
#
# Source: Wang et al., arXiv:1702.08502, section 4.1: "approximately the same
# number of parameters"; the paper gives no widths.


def deconvolution_width(
    target_filters: int,
    branches: int,
    channels: int,
    strides: tuple[int, ...],
    num_classes: int,
) -> int:
    """The width whose number of parameters is nearest to DUC's.

    Args:
        target_filters: channels of DUC's convolutions.
        branches: number of summed 3x3 convolutions, in both networks.
        channels: of the backbone's map, which they read.
        strides: of the transposed convolutions, whose kernels are twice the
            stride; all but the last keep the width and are normalized.
        num_classes: channels of the last one, which has a bias.
    """

    def pyramid(filters):
        return branches * (9 * channels + 1) * filters

    def decoder(width):
        inner = sum((2 * s) ** 2 * width + 2 for s in strides[:-1]) * width
        last = (2 * strides[-1]) ** 2 * width + 1
        return inner + last * num_classes

    def surplus(width):
        total = pyramid(width) + decoder(width)
        return abs(total - pyramid(target_filters))

    return min(range(1, target_filters + 1), key=surplus)
