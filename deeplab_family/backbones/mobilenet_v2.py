"""MobileNetV2 with atrous blocks: the backbone for phones.

Source: Sandler et al., "MobileNetV2", arXiv:1801.04381, table 2, without the
last 1x1 convolution of 1280 channels, as their section 6.3 uses it for
DeepLabv3.
"""

from __future__ import annotations

import dataclasses

from deeplab_family import layers
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones.backbone_config import BackboneConfig
from deeplab_family.backbones.dilation import strides_and_rates

# expansion t, channels c, repeats n, stride s (their table 2)
STAGES = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
LAST_STAGE_OF = {"res2": 1, "res3": 2, "res4": 4, "res5": 6}
STEM_STRIDE = 2


@dataclasses.dataclass(frozen=True, kw_only=True)
class MobileNetV2Config(BackboneConfig):
    """A backbone of inverted residuals.

    Attributes:
        alpha: width multiplier > 0; 1.0 is the paper's network, smaller is
            faster. Channels are rounded to multiples of 8.
        output_stride: 4, 8, 16 or 32; input size over size of `res5`.
        batch_norm_momentum: share of the old moving statistics.
        batch_norm_epsilon: added to the variance; 1e-3 in the original.
        input_channels: channels of the images; 3 is RGB.
    """

    kind = "mobilenet_v2"
    for_phones = True

    alpha: float = 1.0
    output_stride: int = 16
    batch_norm_momentum: float = 0.9997
    batch_norm_epsilon: float = 1e-3
    input_channels: int = 3

    def __post_init__(self):
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
        width = round_channels(32 * self.alpha)
        x = layers.ConvBNReLU(
            width,
            kernel_size=3,
            strides=2,
            activation="relu6",
            name="stem",
            **self.batch_norm,
        )(x)
        ends = []
        for stage, (stride, rate) in enumerate(self._plan()):
            x, width = self._stage(x, width, stage, stride, rate)
            ends.append(x)
        features = {key: ends[last] for key, last in LAST_STAGE_OF.items()}
        return keras.Model(images, features, name="mobilenet_v2")

    def _plan(self):
        nominal = tuple(stride for *_, stride in STAGES)
        return strides_and_rates(nominal, self.output_stride, STEM_STRIDE)

    def _stage(self, x, width, stage, stride, rate):
        expansion, channels, repeats, nominal_stride = STAGES[stage]
        filters = round_channels(channels * self.alpha)
        for unit in range(repeats):
            first = unit == 0
            # Where a stride became a rate, the stride sat on this very
            # convolution: its own taps still lie on the denser grid.
            lags = first and stride < nominal_stride
            x = layers.InvertedResidual(
                filters,
                input_filters=width,
                expansion=expansion,
                strides=stride if first else 1,
                dilation_rate=rate // nominal_stride if lags else rate,
                residual=not lags,
                name=f"stage{stage + 1}_unit{unit + 1}",
                **self.batch_norm,
            )(x)
            width = filters
        return x, width


# Channel numbers that phones like: multiples of eight.
#
# Source: the reference code of Sandler et al., arXiv:1801.04381.


def round_channels(width: float, divisor: int = 8) -> int:
    """The nearest multiple of `divisor` that loses at most a tenth."""
    rounded = max(divisor, int(width + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * width else rounded
