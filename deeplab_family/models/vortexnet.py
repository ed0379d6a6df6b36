"""VortexNet: DeepLabv3 whose pyramid is vortex pooling.

Source: Xie et al., "Vortex Pooling: Improving Context Representation in
Semantic Segmentation", arXiv:1804.06242, figures 3 and 4 and table 1. There is
no official code; what the paper does not mention is as in DeepLabv3.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from deeplab_family import layers, models
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetConfig
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.models.pyramid_rates import change_stride, pyramid_rates

MODULES = ("aspp", "aspp+", "module_a", "vortex")
VORTEX_WINDOWS = (1, 3, 9, 27)


@dataclasses.dataclass(frozen=True, kw_only=True)
class VortexNetConfig(ModelConfig):
    """A vortex pooling network, or one of those the paper compares it with.

    Attributes:
        num_classes: int >= 1, the ignored label not counted. None leaves it
            open, for whoever knows the data; such a config cannot build.
        backbone: config of the backbone. The paper trains and tests at output
            stride 8.
        module: row of table 1: "vortex", module B; "module_a", a pyramid over
            averages of one size; "aspp", DeepLabv3's pyramid; "aspp+", the
            same with a 3x3 center.
        region_size: odd, the k of "module_a", in pixels of the feature map:
            5, 9 or 13 in the paper. Of no effect elsewhere.
        atrous_rates: of every module but "vortex", whose rates are its
            windows. None derives them from the output stride: (12, 24, 36)
            at 8.
        border: what averages count beyond the border: "include", zeros, as
            known reimplementations do, or "exclude", nothing.
        image_pooling: whether one branch sees the mean of the whole map.
        project: whether a 1x1 convolution joins the branches before the
            logits, as in DeepLabv3; False takes figure 4 by its word.
        filters: channels of each branch.
        dropout_rate: before the logits, while training.
    """

    kind = "vortexnet"
    phone_filters = 128

    num_classes: int | None
    backbone: BackboneConfig = ResNetConfig(output_stride=8)
    module: Literal["aspp", "aspp+", "module_a", "vortex"] = "vortex"
    region_size: int = 5
    atrous_rates: tuple[int, ...] | None = None
    border: Literal["include", "exclude"] = "include"
    image_pooling: bool = True
    project: bool = True
    filters: int = 256
    dropout_rate: float = 0.1

    def __post_init__(self):
        self._check_at_least_one("num_classes", "filters")
        self._check_one_of("module", MODULES)
        if self.region_size < 1 or self.region_size % 2 == 0:
            raise ValueError(
                "`region_size` must be odd and >= 1. "
                f"Received: {self.region_size}"
            )
        if self.module == "vortex" and self.atrous_rates is not None:
            raise ValueError(
                "`atrous_rates` must be None with `module='vortex'`, whose "
                f"rates are its windows. Received: {self.atrous_rates}"
            )
        self._check_one_of("border", ("include", "exclude"))
        self._check_rate("dropout_rate")

    @property
    def pyramid(self) -> dict:
        """Arguments of `VortexPooling` that tell the modules apart."""
        if self.module == "vortex":
            windows, rates = VORTEX_WINDOWS, VORTEX_WINDOWS[1:]
        else:
            rates = pyramid_rates(
                self.atrous_rates, self.backbone.output_stride
            )
            window = self.region_size if self.module == "module_a" else 1
            windows = (window,) * (len(rates) + 1)
        return {
            "windows": windows,
            "atrous_rates": rates,
            "center_kernel_size": 3
            if self.module in ("aspp+", "vortex")
            else 1,
        }

    def with_output_stride(self, output_stride: int) -> VortexNetConfig:
        """This network at another stride.

        Atrous rates follow, so that they reach the same pixels of the image;
        windows stay, as the paper knows them in pixels of the map only.
        """
        return change_stride(self, output_stride)

    def _build(self, name: str) -> models.SegmentationModel:
        self._require_num_classes()
        images = keras.Input(self.image_shape, name="images")
        x = self.backbone.build()(images)[self.backbone.last_feature]
        x = layers.VortexPooling(
            **self.pyramid,
            filters=self.filters,
            image_pooling=self.image_pooling,
            project=self.project,
            border=self.border,
            **self.backbone.batch_norm,
            name="vortex_pooling",
        )(x)
        head = layers.ClassifierHead(
            self.num_classes, self.dropout_rate, name="head"
        )
        logits = layers.ResizeLike(
            stride=self.backbone.output_stride, name="logits"
        )([head(x), images])
        return models.SegmentationModel(images, logits, config=self, name=name)
