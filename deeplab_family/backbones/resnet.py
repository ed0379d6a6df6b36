"""ResNet-50, 101 and 152 with atrous blocks and multi-grid.

Source: He et al., arXiv:1512.03385, table 1, for the structure; Chen et al.,
arXiv:1706.05587, sections 3.1 and 3.2, for rates and multi-grid. Stem "beta" is
PSPNet's three 3x3 convolutions, as in the official DeepLab code.
"""

import dataclasses
from typing import Literal

import keras
from keras import layers

from deeplab_family.backbones.backbone_config import (
    FEATURE_KEYS,
    BackboneConfig,
)
from deeplab_family.backbones.dilation import strides_and_rates
from deeplab_family.layers import (
    Bottleneck,
    ConvBNReLU,
    ImageNormalization,
    SymmetricPadding,
)

UNITS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
WIDTHS = (64, 128, 256, 512)
NOMINAL_STRIDES = (1, 2, 2, 2)
STEM_STRIDE = 4


@keras.saving.register_keras_serializable(package="deeplab_family")
@dataclasses.dataclass(frozen=True, kw_only=True)
class ResNetConfig(BackboneConfig):
    """A residual trunk.

    Attributes:
        depth: 50, 101 or 152 layers.
        stem: "root", one 7x7 convolution, or "beta", three 3x3 ones.
        output_stride: 4, 8, 16 or 32; input size over size of `res5`.
        multi_grid: three ints >= 1; factors on the rate of the last block's
            three units. (1, 1, 1) switches it off.
        batch_norm_momentum: share of the old moving statistics. The paper
            says 0.9997; runs of fewer than some 5,000 steps need 0.9 to 0.99.
        batch_norm_epsilon: added to the variance.
    """

    depth: Literal[50, 101, 152] = 50
    stem: Literal["root", "beta"] = "root"
    output_stride: int = 16
    multi_grid: tuple[int, ...] = (1, 2, 4)
    batch_norm_momentum: float = 0.9997
    batch_norm_epsilon: float = 1e-5

    def __post_init__(self):
        if self.depth not in UNITS:
            raise ValueError(
                f"`depth` must be one of {tuple(UNITS)}. Received: {self.depth}"
            )
        if self.stem not in ("root", "beta"):
            raise ValueError(
                f"`stem` must be 'root' or 'beta'. Received: {self.stem!r}"
            )
        if len(self.multi_grid) != 3 or min(self.multi_grid) < 1:
            raise ValueError(
                "`multi_grid` must hold three ints >= 1, one for each unit of "
                f"the last block. Received: {self.multi_grid}"
            )
        strides_and_rates(NOMINAL_STRIDES, self.output_stride, STEM_STRIDE)
        self._check_batch_norm()

    def build(self) -> keras.Model:
        images = keras.Input((None, None, 3), name="images")
        x = self._stem(images)
        features = {}
        plan = strides_and_rates(
            NOMINAL_STRIDES, self.output_stride, STEM_STRIDE
        )
        for block, (stride, rate) in enumerate(plan):
            x = self._block(x, block, stride, rate)
            features[FEATURE_KEYS[block]] = x
        return keras.Model(images, features, name=f"resnet{self.depth}")

    def _stem(self, images):
        if self.stem == "root":
            x = ImageNormalization(name="normalization")(images)
            x = self._convolution("stem", 64, 7, strides=2)(x)
        else:
            x = ImageNormalization((127.5,) * 3, 1 / 127.5)(images)
            x = self._convolution("stem_1", 64, 3, strides=2)(x)
            x = self._convolution("stem_2", 64, 3)(x)
            x = self._convolution("stem_3", 128, 3)(x)
        # Zeros cannot win a maximum over the ReLU's values, nor lose one.
        x = SymmetricPadding(3, name="pool_padding")(x)
        return layers.MaxPooling2D(3, 2, name="pool")(x)

    def _block(self, x, block, stride, rate):
        """`block` counts from 0; its first unit already has the new rate."""
        for unit in range(UNITS[self.depth][block]):
            grid = self.multi_grid[unit] if block == 3 else 1
            x = Bottleneck(
                WIDTHS[block],
                strides=stride if unit == 0 else 1,
                dilation_rate=rate * grid,
                projection=unit == 0,
                name=f"block{block + 1}_unit{unit + 1}",
                **self.batch_norm,
            )(x)
        return x

    def _convolution(self, name, filters, kernel_size, **convolution):
        return ConvBNReLU(
            filters, kernel_size, name=name, **convolution, **self.batch_norm
        )
