"""ResNet50-GCN: a residual backbone with large kernels where maps are small.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 4.1
("Global Convolutional Network for Pretrained Model") and table 11 of its
appendix.
"""

from __future__ import annotations

import dataclasses

from deeplab_family import layers
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones.backbone_config import BackboneConfig
from deeplab_family.backbones.dilation import strides_and_rates
from deeplab_family.backbones.resnet import (
    NOMINAL_STRIDES,
    STEM_STRIDE,
    ResNetConfig,
)

# units, kernel size k, inner channels, output channels (their table 11)
STAGES = {"res4": (6, 5, 85, 1024), "res5": (3, 7, 128, 2048)}


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResNetGCNConfig(BackboneConfig):
    """A ResNet-50 whose last two stages are global bottlenecks.

    As deep, and about as costly, as a ResNet-50.

    Attributes:
        output_stride: 4, 8, 16 or 32; input size over size of `res5`. The
            paper's backbone is undilated: 32.
        batch_norm_momentum: share of the old moving statistics.
        batch_norm_epsilon: added to the variance.
        input_channels: channels of the images; 3 is RGB.
    """

    kind = "resnet50_gcn"
    replaces_dilation = True

    output_stride: int = 32
    batch_norm_momentum: float = 0.9997
    batch_norm_epsilon: float = 1e-5
    input_channels: int = 3

    def __post_init__(self):
        strides_and_rates(NOMINAL_STRIDES, self.output_stride, STEM_STRIDE)
        self._check_batch_norm()

    def _build(self) -> keras.Model:
        images, features = self._first_stages()
        plan = strides_and_rates(
            NOMINAL_STRIDES, self.output_stride, STEM_STRIDE
        )
        x, old_rate = features["res3"], plan[1][1]
        for key, (stride, rate) in zip(STAGES, plan[2:], strict=True):
            x = self._stage(x, key, stride, rate, old_rate)
            features[key], old_rate = x, rate
        return keras.Model(images, features, name="resnet50_gcn")

    def _first_stages(self):
        """The input, and the maps that it shares with a ResNet-50."""
        backbone = ResNetConfig(
            depth=50,
            output_stride=self.output_stride,
            input_channels=self.input_channels,
            **self._normalization,
        ).build()
        return backbone.input, {
            key: backbone.output[key] for key in ("res2", "res3")
        }

    @property
    def _normalization(self):
        return {
            "batch_norm_momentum": self.batch_norm_momentum,
            "batch_norm_epsilon": self.batch_norm_epsilon,
        }

    def _stage(self, x, key, stride, rate, old_rate):
        units, kernel_size, inner_filters, filters = STAGES[key]
        for unit in range(units):
            first = unit == 0
            # Where the stride became a rate, it sat on the first unit's
            # strips: their own taps still lie as far apart as before.
            x = layers.GlobalBottleneck(
                filters,
                inner_filters,
                kernel_size,
                strides=stride if first else 1,
                dilation_rate=old_rate if first else rate,
                projection=first,
                name=f"{key}_unit{unit + 1}",
                **self.batch_norm,
            )(x)
        return x
