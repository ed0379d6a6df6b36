"""MobileNetV3, large and small, with atrous blocks: the newer phone backbone.

Source: Howard et al., "Searching for MobileNetV3", arXiv:1905.02244, tables 1
and 2, up to the last 1x1 convolution before the pooling; section 6.4 for its
use in segmentation.
"""

from __future__ import annotations

import dataclasses
from typing import Literal, NamedTuple

from deeplab_family import layers
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones.backbone_config import BackboneConfig
from deeplab_family.backbones.dilation import strides_and_rates
from deeplab_family.backbones.mobilenet_v2 import round_channels


class Unit(NamedTuple):
    """A row of the paper's tables.

    Attributes:
        kernel: size of the depthwise kernel.
        expansion: inner width over input width ("exp size").
        channels: of the result ("#out").
        squeeze: whether it squeezes and excites ("SE").
        activation: ReLU or hard swish, which Keras calls hard SiLU ("NL").
        stride: of the undilated network ("s").
    """

    kernel: int
    expansion: float
    channels: int
    squeeze: bool
    activation: str
    stride: int


LARGE = (
    Unit(3, 1, 16, False, "relu", 1),
    Unit(3, 4, 24, False, "relu", 2),
    Unit(3, 3, 24, False, "relu", 1),
    Unit(5, 3, 40, True, "relu", 2),
    Unit(5, 3, 40, True, "relu", 1),
    Unit(5, 3, 40, True, "relu", 1),
    Unit(3, 6, 80, False, "hard_silu", 2),
    Unit(3, 2.5, 80, False, "hard_silu", 1),
    Unit(3, 2.3, 80, False, "hard_silu", 1),
    Unit(3, 2.3, 80, False, "hard_silu", 1),
    Unit(3, 6, 112, True, "hard_silu", 1),
    Unit(3, 6, 112, True, "hard_silu", 1),
    Unit(5, 6, 160, True, "hard_silu", 2),
    Unit(5, 6, 160, True, "hard_silu", 1),
    Unit(5, 6, 160, True, "hard_silu", 1),
)
SMALL = (
    Unit(3, 1, 16, True, "relu", 2),
    Unit(3, 72 / 16, 24, False, "relu", 2),
    Unit(3, 88 / 24, 24, False, "relu", 1),
    Unit(5, 4, 40, True, "hard_silu", 2),
    Unit(5, 6, 40, True, "hard_silu", 1),
    Unit(5, 6, 40, True, "hard_silu", 1),
    Unit(5, 3, 48, True, "hard_silu", 1),
    Unit(5, 3, 48, True, "hard_silu", 1),
    Unit(5, 6, 96, True, "hard_silu", 2),
    Unit(5, 6, 96, True, "hard_silu", 1),
    Unit(5, 6, 96, True, "hard_silu", 1),
)
UNITS = {"large": LARGE, "small": SMALL}
# the last unit before the next stride; `res5` has the closing convolution
LAST_UNIT_OF = {
    "large": {"res2": 2, "res3": 5, "res4": 11},
    "small": {"res2": 0, "res3": 2, "res4": 7},
}
STEM_STRIDE, STEM_FILTERS = 2, 16
LAST_EXPANSION = 6


@dataclasses.dataclass(frozen=True, kw_only=True)
class MobileNetV3Config(BackboneConfig):
    """A backbone of inverted residuals with squeeze and excite.

    Attributes:
        size: "large" or "small", the paper's two networks.
        alpha: width multiplier > 0; 1.0 is the paper's network, smaller is
            faster. Channels are rounded to multiples of 8.
        halve_last_stage: half the channels after the last stride, as section
            6.4 does for segmentation with hardly a loss (its "RF2").
        output_stride: 4, 8, 16 or 32; input size over size of `res5`.
        first_unit_previous_rate: whether a unit that lost its stride keeps the
            rate before it; only then do dilated features equal strided ones.
            torchvision's segmentation network was trained without.
        batch_norm_momentum: share of the old moving statistics.
        batch_norm_epsilon: added to the variance; 1e-3 in the original.
        input_channels: channels of the images; 3 is RGB.
    """

    kind = "mobilenet_v3"
    for_phones = True

    size: Literal["large", "small"] = "large"
    alpha: float = 1.0
    halve_last_stage: bool = False
    output_stride: int = 16
    first_unit_previous_rate: bool = True
    batch_norm_momentum: float = 0.9997
    batch_norm_epsilon: float = 1e-3
    input_channels: int = 3

    def __post_init__(self):
        if self.size not in UNITS:
            raise ValueError(
                f"`size` must be 'large' or 'small'. Received: {self.size!r}"
            )
        if self.alpha <= 0:
            raise ValueError(f"`alpha` must be > 0. Received: {self.alpha}")
        if self.output_stride < 4:
            raise ValueError(
                "`output_stride` must be one of (4, 8, 16, 32). "
                f"Received: {self.output_stride}"
            )
        self._plan()
        self._check_batch_norm()

    def _build(self) -> keras.Model:
        images = keras.Input(self.image_shape, name="images")
        x = layers.ImageNormalization(
            (127.5,) * 3, 1 / 127.5, name="normalization"
        )(images)
        x = self._convolution("stem", STEM_FILTERS, 3, strides=2)(x)
        width, ends = STEM_FILTERS, []
        for index, unit in enumerate(self._units()):
            filters = round_channels(unit.channels * self.alpha)
            x = self._unit(index, unit, width, filters)(x)
            width = filters
            ends.append(x)
        features = {
            key: ends[last] for key, last in LAST_UNIT_OF[self.size].items()
        }
        last_filters = round_channels(LAST_EXPANSION * width)
        features["res5"] = self._convolution("last", last_filters, 1)(x)
        return keras.Model(images, features, name=f"mobilenet_v3_{self.size}")

    def _units(self) -> tuple[Unit, ...]:
        """The rows of the table, the last stage halved where asked for."""
        units = UNITS[self.size]
        if not self.halve_last_stage:
            return units
        first = LAST_UNIT_OF[self.size]["res4"] + 1
        halved = (u._replace(channels=u.channels // 2) for u in units[first:])
        return (*units[:first], *halved)

    def _plan(self):
        nominal = tuple(unit.stride for unit in UNITS[self.size])
        return strides_and_rates(nominal, self.output_stride, STEM_STRIDE)

    def _unit(self, index, unit, width, filters):
        stride, rate = self._plan()[index]
        # Where a stride became a rate, the stride sat on this very
        # convolution: its own taps still lie on the denser grid.
        dilated = stride < unit.stride
        if dilated and self.first_unit_previous_rate:
            rate //= unit.stride
        inner = round_channels(width * unit.expansion)
        squeezed = round_channels(inner / 4)
        return layers.InvertedResidual(
            filters,
            input_filters=width,
            expansion=inner / width,
            strides=stride,
            dilation_rate=rate,
            residual=not dilated,
            kernel_size=unit.kernel,
            activation=unit.activation,
            squeezed_filters=squeezed if unit.squeeze else None,
            name=f"unit{index + 1}",
            **self.batch_norm,
        )

    def _convolution(self, name, filters, kernel_size, **convolution):
        return layers.ConvBNReLU(
            filters,
            kernel_size,
            activation="hard_silu",
            name=name,
            **convolution,
            **self.batch_norm,
        )
