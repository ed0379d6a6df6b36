"""DeepLabv3+: DeepLabv3 as an encoder, with a decoder that sharpens edges.

Source: Chen et al., "Encoder-Decoder with Atrous Separable Convolution for
Semantic Image Segmentation", arXiv:1802.02611, section 3 and figure 2.
"""

from __future__ import annotations

import dataclasses

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.models.pyramid_rates import change_stride, pyramid_rates

LOW_LEVEL_FEATURE = "res2"


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeepLabV3PlusConfig(ModelConfig):
    """A DeepLabv3+ network.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open; such a config cannot build.
        backbone: config of the backbone; sets the output stride. Its map at
            stride 4 feeds the decoder.
        atrous_rates: rates of the pyramid's 3x3 branches, in pixels of the
            feature map; `()` leaves them out. None derives them from the
            output stride: (6, 12, 18) at 16, doubled at 8.
        image_pooling: whether the pyramid sees the mean of the whole map.
        filters: channels of the pyramid and of the decoder.
        low_level_filters: channels that the decoder keeps of the backbone's
            map; 48 in the paper (its table 1).
        separable: whether the decoder's two 3x3 convolutions are separable.
        separable_pyramid: whether the pyramid's 3x3 branches are separable, as
            the paper has them with Xception (its section 3.1).
        dropout_rate: after the pyramid, while training.
    """

    kind = "deeplabv3plus"
    phone_filters = 128

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig()
    atrous_rates: tuple[int, ...] | None = None
    image_pooling: bool = True
    filters: int = 256
    low_level_filters: int = 48
    separable: bool = False
    separable_pyramid: bool = False
    dropout_rate: float = 0.1

    def __post_init__(self):
        self._check_at_least_one("num_classes", "filters", "low_level_filters")
        self._check_rate("dropout_rate")

    @property
    def rates(self) -> tuple[int, ...]:
        """The pyramid's rates: the given ones, or those of the stride."""
        return pyramid_rates(self.atrous_rates, self.backbone.output_stride)

    def with_output_stride(self, output_stride: int) -> DeepLabV3PlusConfig:
        """This network at another stride, looking at the same pixels."""
        return change_stride(self, output_stride)

    def _build(self, name: str) -> models.SegmentationModel:
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        features = self.backbone.build()(images)
        x = self._encode(features[self.backbone.last_feature])
        fine_stride = self.backbone.feature_strides[LOW_LEVEL_FEATURE]
        x = layers.DeepLabV3PlusDecoder(
            self.filters,
            self.low_level_filters,
            self.separable,
            self.backbone.output_stride // fine_stride,
            **self.backbone.batch_norm,
            name="decoder",
        )([x, features[LOW_LEVEL_FEATURE]])
        head = layers.ClassifierHead(
            self.num_classes, dropout_rate=0.0, name="head"
        )
        logits = layers.ResizeLike(stride=fine_stride, name="logits")(
            [head(x), images]
        )
        return models.SegmentationModel(images, logits, config=self, name=name)

    def _encode(self, x):
        x = layers.ASPP(
            self.rates,
            self.filters,
            self.image_pooling,
            separable=self.separable_pyramid,
            **self.backbone.batch_norm,
            name="aspp",
        )(x)
        return keras.layers.Dropout(self.dropout_rate, name="dropout")(x)
