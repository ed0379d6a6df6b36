"""DeepLabv3: atrous backbone, pyramid pooling or cascade, full-size logits.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, sections 3.2 and 3.3, figures 3 and 5. Where
the paper is silent (dropout, initial weights) the official code decides.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.models.pyramid_rates import change_stride, pyramid_rates


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeepLabV3Config(ModelConfig):
    """A DeepLabv3 network.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open, for whoever knows the data; such a config cannot build.
        backbone: config of the backbone; sets the output stride.
        head: "aspp", the pyramid of section 3.3, or "cascade", which scores
            the backbone's last map as it is (section 3.2: give a ResNet
            `extra_blocks`); the fields that follow are the pyramid's.
        atrous_rates: rates of the pyramid's 3x3 branches, in pixels of the
            feature map; `()` leaves them out, as MobileNetV2's authors do on
            phones. None derives them from the output stride: (6, 12, 18) at
            16, doubled at 8.
        image_pooling: whether the pyramid sees the mean of the whole map.
        filters: channels of the pyramid.
        extra_conv: one more 3x3 convolution before the logits; not in the
            paper, but in torchvision and DeepLab2.
        separable_pyramid: whether the pyramid's 3x3 branches are separable, as
            in DeepLabv3+ and the official code's later networks.
        dropout_rate: before the logits, while training; a cascade has none.
        upsample_logits: False leaves the logits at the size of the last map,
            to train against downsampled labels (the paper's table 8; see
            `MaskedCrossEntropy`). The weights serve a config with True.
        align_corners: whether the logits are upsampled from the pixels that
            their features lie on, which at sizes of `n * output_stride + 1`
            aligns the corners, as in the official code; or with the edges of
            both maps aligned, as in torchvision.
    """

    kind = "deeplabv3"
    phone_filters = 128

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig()
    head: Literal["aspp", "cascade"] = "aspp"
    atrous_rates: tuple[int, ...] | None = None
    image_pooling: bool = True
    filters: int = 256
    extra_conv: bool = False
    separable_pyramid: bool = False
    dropout_rate: float = 0.1
    upsample_logits: bool = True
    align_corners: bool = True

    def __post_init__(self):
        self._check_at_least_one("num_classes", "filters")
        self._check_one_of("head", ("aspp", "cascade"))
        self._check_rate("dropout_rate")

    @property
    def rates(self) -> tuple[int, ...]:
        """The pyramid's rates: the given ones, or those of the stride."""
        return pyramid_rates(self.atrous_rates, self.backbone.output_stride)

    def with_output_stride(self, output_stride: int) -> DeepLabV3Config:
        """This network at another stride, looking at the same pixels."""
        return change_stride(self, output_stride)

    def _build(self, name: str) -> models.SegmentationModel:
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        x = self.backbone.build()(images)[self.backbone.last_feature]
        x = self._score(x)
        if self.upsample_logits:
            stride = self.backbone.output_stride if self.align_corners else None
            x = layers.ResizeLike(self.align_corners, stride, name="logits")(
                [x, images]
            )
        return models.SegmentationModel(images, x, config=self, name=name)

    def _score(self, x):
        dropout_rate = 0.0
        if self.head == "aspp":
            x = self._pyramid(x)
            dropout_rate = self.dropout_rate
        return layers.ClassifierHead(
            self.num_classes, dropout_rate, name="head"
        )(x)

    def _pyramid(self, x):
        batch_norm = self.backbone.batch_norm
        x = layers.ASPP(
            self.rates,
            self.filters,
            self.image_pooling,
            separable=self.separable_pyramid,
            **batch_norm,
            name="aspp",
        )(x)
        if self.extra_conv:
            x = layers.ConvBNReLU(
                self.filters, kernel_size=3, **batch_norm, name="extra_conv"
            )(x)
        return x
