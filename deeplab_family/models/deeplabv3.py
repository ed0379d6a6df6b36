"""DeepLabv3: an atrous trunk, pyramid pooling, logits at full size.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 3.3 and figure 5. Where the paper is
silent (dropout, initial weights) the official code decides.
"""

import dataclasses

import keras

from deeplab_family.backbones import (
    MobileNetV2Config,
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.layers import ASPP, ConvBNReLU, LogitsHead, ResizeLike
from deeplab_family.models.segmentation_model import SegmentationModel
from deeplab_family.network_config import NetworkConfig

RATES_AT_STRIDE_16 = (6, 12, 18)


@keras.saving.register_keras_serializable(package="deeplab_family")
@dataclasses.dataclass(frozen=True, kw_only=True)
class DeepLabV3Config(NetworkConfig):
    """A DeepLabv3 network.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open, for whoever knows the data; such a config cannot build.
        backbone: config of the trunk; sets the output stride.
        atrous_rates: rates of the pyramid's 3x3 branches, in pixels of the
            feature map; `()` leaves them out, as MobileNetV2's authors do on
            phones. None derives them from the output stride: (6, 12, 18) at
            16, doubled at 8.
        image_pooling: whether the pyramid sees the mean of the whole map.
        filters: channels of the pyramid.
        dropout_rate: before the logits, while training.
        extra_conv: one more 3x3 convolution before the logits; not in the
            paper, but in torchvision and DeepLab2.
    """

    num_classes: int | None
    backbone: ResNetConfig | MobileNetV2Config | MobileNetV3Config = (
        ResNetConfig()
    )
    atrous_rates: tuple[int, ...] | None = None
    image_pooling: bool = True
    filters: int = 256
    dropout_rate: float = 0.1
    extra_conv: bool = False

    def __post_init__(self):
        for name in ("num_classes", "filters"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"`{name}` must be >= 1. Received: {value}")
        if not 0 <= self.dropout_rate < 1:
            raise ValueError(
                "`dropout_rate` must lie in 0 <= rate < 1. "
                f"Received: {self.dropout_rate}"
            )

    @property
    def rates(self) -> tuple[int, ...]:
        """The rates in use: the given ones, or those of the output stride."""
        if self.atrous_rates is not None:
            return self.atrous_rates
        return _scaled(RATES_AT_STRIDE_16, 16, self.backbone.output_stride)

    def with_output_stride(self, output_stride: int) -> "DeepLabV3Config":
        """This network at another stride, looking at the same pixels."""
        old = self.backbone.output_stride
        rates = self.atrous_rates
        return dataclasses.replace(
            self,
            backbone=dataclasses.replace(
                self.backbone, output_stride=output_stride
            ),
            atrous_rates=rates and _scaled(rates, old, output_stride),
        )

    def build(self, name: str = "deeplabv3") -> SegmentationModel:
        """The network with fresh weights.

        Raises:
            ValueError: if `num_classes` is None.
        """
        if self.num_classes is None:
            raise ValueError(
                "`num_classes` must be an int >= 1 to build. Received: None"
            )
        images = keras.Input((None, None, 3), name="images")
        x = self.backbone.build()(images)["res5"]
        x = ASPP(
            self.rates,
            self.filters,
            self.image_pooling,
            **self.backbone.batch_norm,
            name="aspp",
        )(x)
        if self.extra_conv:
            x = ConvBNReLU(
                self.filters,
                kernel_size=3,
                **self.backbone.batch_norm,
                name="extra_conv",
            )(x)
        x = LogitsHead(self.num_classes, self.dropout_rate, name="head")(x)
        logits = ResizeLike(name="logits")([x, images])
        return SegmentationModel(images, logits, config=self, name=name)


def _scaled(rates, old_stride, new_stride):
    scaled = [rate * old_stride / new_stride for rate in rates]
    if any(rate != int(rate) for rate in scaled):
        raise ValueError(
            f"`atrous_rates` {tuple(rates)} at output stride {old_stride} "
            f"become {tuple(scaled)} at {new_stride}, which are no whole "
            "pixels. Give rates that divide, or build a new config."
        )
    return tuple(int(rate) for rate in scaled)
