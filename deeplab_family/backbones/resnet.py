"""ResNet-50, 101 and 152 with atrous blocks, multi-grid, cascade and HDC.

Sources: He et al., arXiv:1512.03385, table 1, for the structure; Chen et al.,
arXiv:1706.05587, sections 3.1 and 3.2, for rates, multi-grid and the blocks
after the fourth; Wang et al., arXiv:1702.08502, section 3.2, for rates unit by
unit. Stem "beta" is PSPNet's three 3x3 convolutions, as in the official DeepLab
code.
"""

from __future__ import annotations

import dataclasses
from typing import Literal, Self

from deeplab_family import layers
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones.backbone_config import (
    FEATURE_KEYS,
    BackboneConfig,
)
from deeplab_family.backbones.dilation import (
    HybridDilation,
    hybrid_rates,
    rescale_rates,
    strides_and_rates,
)
from deeplab_family.backbones.gridding import warn_of_gridding

UNITS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
WIDTHS = (64, 128, 256, 512)
NOMINAL_STRIDES = (1, 2, 2, 2)
STEM_STRIDE = 4
EXTRA_KEYS = ("res6", "res7", "res8")
GIVEN_RATES = ("hybrid_dilation", "block3_rates", "block4_rates")


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResNetConfig(BackboneConfig):
    """A residual backbone.

    Attributes:
        depth: 50, 101 or 152 layers.
        stem: "root", one 7x7 convolution, or "beta", three 3x3 ones.
        output_stride: 4, 8, 16 or 32, and its double for each extra block;
            input size over size of the last map.
        multi_grid: three ints >= 1; factors on the rate of the three units of
            block 4 and of each extra block. (1, 1, 1) switches it off.
        extra_blocks: 0 to 3 more blocks like the fourth, block5 to block7; the
            cascade of DeepLabv3. They give `res6` to `res8`.
        extra_projection: whether the first unit of an extra block has a 1x1
            convolution as its shortcut, as in TensorFlow's Model Garden; the
            official DeepLab code has none.
        stride_placement: "first_1x1", where the paper's weights have it, or
            "3x3" ("v1.5"), for weights of torchvision, timm or the released
            GALD-Net: another function of the same weights.
        first_unit_previous_rate: whether the first unit of a block that lost
            its stride keeps the rate of the block before. With the stride on
            the 3x3 convolution, only then do dilated features equal strided
            ones; torchvision does so.
        low_level: which map is `res2`: "block", the result of block 1, or
            "residual", what its second unit adds to its input, without ReLU:
            the official code gives DeepLabv3+'s decoder that one.
        hybrid_dilation: rates of blocks 3 and 4 unit by unit, by their name in
            the paper ("none", "conv", "rf", "bigger") or "tusimple", the
            released network's. They belong to output stride 8.
        block3_rates: the same as a list of your own, one int >= 1 for each
            unit. It wins over `hybrid_dilation`, and over the rate of the
            output stride.
        block4_rates: the same for the units of block 4; `multi_grid` does not
            touch them.
        batch_norm_momentum: share of the old moving statistics. The paper
            says 0.9997; runs of fewer than some 5,000 steps need 0.9 to 0.99.
        batch_norm_epsilon: added to the variance.
        input_channels: channels of the images; 3 is RGB.

    Given rates that leave pixels unseen (see `holes`) are warned about.
    """

    kind = "resnet"

    depth: Literal[50, 101, 152] = 50
    stem: Literal["root", "beta"] = "root"
    output_stride: int = 16
    multi_grid: tuple[int, ...] = (1, 2, 4)
    extra_blocks: int = 0
    extra_projection: bool = False
    stride_placement: Literal["first_1x1", "3x3"] = "first_1x1"
    first_unit_previous_rate: bool = False
    low_level: Literal["block", "residual"] = "block"
    hybrid_dilation: HybridDilation | None = None
    block3_rates: tuple[int, ...] | None = None
    block4_rates: tuple[int, ...] | None = None
    batch_norm_momentum: float = 0.9997
    batch_norm_epsilon: float = 1e-5
    input_channels: int = 3

    def __post_init__(self):
        if self.depth not in UNITS:
            raise ValueError(
                f"`depth` must be one of {tuple(UNITS)}. Received: {self.depth}"
            )
        if self.stem not in ("root", "beta"):
            raise ValueError(
                f"`stem` must be 'root' or 'beta'. Received: {self.stem!r}"
            )
        self._check_one_of("stride_placement", ("first_1x1", "3x3"))
        self._check_one_of("low_level", ("block", "residual"))
        if self.extra_blocks not in range(len(EXTRA_KEYS) + 1):
            raise ValueError(
                "`extra_blocks` must lie in 0..3. "
                f"Received: {self.extra_blocks}"
            )
        _check_rates("multi_grid", self.multi_grid, 3)
        for block, rates in self._given_rates().items():
            _check_rates(f"block{block + 1}_rates", rates, self.units[block])
        self._plan()
        self._check_batch_norm()
        self._warn_of_holes()

    @classmethod
    def presets(cls) -> dict[str, Self]:
        return {f"resnet{depth}": cls(depth=depth) for depth in UNITS}

    @property
    def preset_name(self) -> str:
        return f"resnet{self.depth}"

    def in_place_of(self, other: BackboneConfig) -> Self:
        """Another ResNet at this depth, or its stride and momentum alone."""
        if isinstance(other, ResNetConfig):
            return dataclasses.replace(other, depth=self.depth)
        return super().in_place_of(other)

    @property
    def feature_keys(self) -> tuple[str, ...]:
        return FEATURE_KEYS + EXTRA_KEYS[: self.extra_blocks]

    @property
    def units(self) -> tuple[int, ...]:
        """Number of bottlenecks of each block."""
        units = UNITS[self.depth]
        return units + units[-1:] * self.extra_blocks

    @property
    def rates(self) -> tuple[tuple[int, ...], ...]:
        """For each block, the rate of the 3x3 convolution of each unit."""
        given = self._given_rates()
        rates = []
        for block, (_, rate) in enumerate(self._plan()):
            units = self.units[block]
            grid = self.multi_grid if block >= 3 else (1,) * units
            spread = [rate * factor for factor in grid]
            if self.first_unit_previous_rate and block and rate > 1:
                spread[0] = self._plan()[block - 1][1] * grid[0]
            rates.append(given.get(block, tuple(spread)))
        return tuple(rates)

    def with_output_stride(self, output_stride: int) -> Self:
        """This one at another stride; given rates reach the same pixels."""
        new = dataclasses.replace(
            self, output_stride=output_stride, **dict.fromkeys(GIVEN_RATES)
        )
        given = {
            f"block{block + 1}_rates": rescale_rates(
                rates, self._stride_of(block), new._stride_of(block)
            )
            for block, rates in self._given_rates().items()
        }
        return dataclasses.replace(new, **given)

    def _build(self) -> keras.Model:
        images = keras.Input(self.image_shape, name="images")
        x = self._stem(images)
        features = {}
        for block, (stride, _) in enumerate(self._plan()):
            x, feature = self._block(x, block, stride)
            features[self.feature_keys[block]] = feature
        return keras.Model(images, features, name=f"resnet{self.depth}")

    def _plan(self):
        nominal = NOMINAL_STRIDES + (2,) * self.extra_blocks
        return strides_and_rates(nominal, self.output_stride, STEM_STRIDE)

    def _stem(self, images):
        if self.stem == "root":
            x = layers.ImageNormalization(name="normalization")(images)
            x = self._convolution("stem", 64, 7, strides=2)(x)
        else:
            x = layers.ImageNormalization(
                (127.5,) * 3, 1 / 127.5, name="normalization"
            )(images)
            x = self._convolution("stem_1", 64, 3, strides=2)(x)
            x = self._convolution("stem_2", 64, 3)(x)
            x = self._convolution("stem_3", 128, 3)(x)
        # Zeros cannot win a maximum over the ReLU's values, nor lose one.
        x = layers.SymmetricPadding(3, name="pool_padding")(x)
        return keras.layers.MaxPooling2D(3, 2, name="pool")(x)

    def _block(self, x, block, stride):
        """The block's result and its feature; `block` counts from 0."""
        widens = block < len(WIDTHS)
        feature = None
        for unit, rate in enumerate(self.rates[block]):
            first = unit == 0
            tapped = self.low_level == "residual" and (block, unit) == (0, 1)
            x = layers.Bottleneck(
                WIDTHS[min(block, 3)],
                strides=stride if first else 1,
                dilation_rate=rate,
                projection=first and (widens or self.extra_projection),
                stride_placement=self.stride_placement,
                residual_output=tapped,
                name=f"block{block + 1}_unit{unit + 1}",
                **self.batch_norm,
            )(x)
            if tapped:
                x, feature = x
        return x, x if feature is None else feature

    def _convolution(self, name, filters, kernel_size, **convolution):
        return layers.ConvBNReLU(
            filters, kernel_size, name=name, **convolution, **self.batch_norm
        )

    def _given_rates(self):
        """Rates unit by unit, by the index of their block."""
        given = {}
        if self.hybrid_dilation is not None:
            named = hybrid_rates(self.hybrid_dilation, self.units[2])
            given = dict(enumerate(named, start=2))
        if self.block3_rates is not None:
            given[2] = self.block3_rates
        if self.block4_rates is not None:
            given[3] = self.block4_rates
        return given

    def _stride_of(self, block):
        return self.feature_strides[self.feature_keys[block]]

    def _warn_of_holes(self):
        if not self._given_rates():
            return
        step = self._stride_of(3) // self._stride_of(2)
        block3, block4 = self.rates[2:4]
        warn_of_gridding(block3 + tuple(rate * step for rate in block4))


def _check_rates(name, rates, units):
    if len(rates) != units or min(rates) < 1:
        raise ValueError(
            f"`{name}` must hold {units} ints >= 1, one for each unit of the "
            f"block. Received: {rates}"
        )
