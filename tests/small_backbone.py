"""The smallest backbone: five convolutions, for tests of what stands on it.

To trace 50 layers of a MobileNet takes seconds, for each graph anew; a head
asks its backbone for four maps with strides and rates, and these have them.
"""

from __future__ import annotations

import dataclasses

import keras

from deeplab_family import layers
from deeplab_family.backbones import FEATURE_KEYS, BackboneConfig
from deeplab_family.backbones.dilation import strides_and_rates

WIDTHS = (8, 12, 16, 24)


@keras.saving.register_keras_serializable(package="tests")
@dataclasses.dataclass(frozen=True, kw_only=True)
class SmallBackboneConfig(BackboneConfig):
    output_stride: int = 16
    batch_norm_momentum: float = 0.9
    batch_norm_epsilon: float = 1e-3
    input_channels: int = 3

    def __post_init__(self):
        if self.output_stride < 4:
            raise ValueError("`output_stride` must be one of (4, 8, 16, 32).")
        self._check_batch_norm()
        self._plan()

    def _build(self):
        images = keras.Input(self.image_shape, name="images")
        x = layers.ImageNormalization(
            (127.5,) * 3, 1 / 127.5, name="normalization"
        )(images)
        x = layers.ConvBNReLU(
            8, kernel_size=3, strides=2, name="stem", **self.batch_norm
        )(x)
        features = {}
        plan = zip(FEATURE_KEYS, WIDTHS, self._plan(), strict=True)
        for key, width, (stride, rate) in plan:
            # A stride that became a rate sat on this very convolution.
            own_rate = rate // 2 if stride == 1 else rate
            x = layers.ConvBNReLU(
                width,
                kernel_size=3,
                strides=stride,
                dilation_rate=own_rate,
                name=key,
                **self.batch_norm,
            )(x)
            features[key] = x
        return keras.Model(images, features, name="small_backbone")

    def _plan(self):
        return strides_and_rates((2, 2, 2, 2), self.output_stride, 2)
