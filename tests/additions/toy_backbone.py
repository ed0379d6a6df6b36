"""A backbone as small as one can be, for tests of what adding one costs."""

from __future__ import annotations

import dataclasses

import keras

from deeplab_family import layers
from deeplab_family.backbones import FEATURE_KEYS, BackboneConfig
from deeplab_family.backbones.dilation import strides_and_rates


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToyBackboneConfig(BackboneConfig):
    """Six 1x1 convolutions, which look at single pixels.

    Attributes:
        width: channels of every map.
        output_stride: 4, 8, 16 or 32.
        batch_norm_momentum: share of the old moving statistics.
        batch_norm_epsilon: added to the variance.
        input_channels: channels of the images; 3 is RGB.
    """

    kind = "toy_backbone"

    width: int = 4
    output_stride: int = 16
    batch_norm_momentum: float = 0.9
    batch_norm_epsilon: float = 1e-3
    input_channels: int = 3

    def __post_init__(self):
        self._plan()
        self._check_batch_norm()

    def _build(self) -> keras.Model:
        images = keras.Input(self.image_shape, name="images")
        x, features = self._convolution(2)(images), {}
        x = self._convolution(2)(x)
        for key, (stride, _) in zip(FEATURE_KEYS, self._plan(), strict=True):
            x = features[key] = self._convolution(stride)(x)
        return keras.Model(images, features, name="toy_backbone")

    def _plan(self):
        return strides_and_rates((1, 2, 2, 2), self.output_stride, 4)

    def _convolution(self, strides):
        return layers.ConvBNReLU(
            self.width, kernel_size=1, strides=strides, **self.batch_norm
        )
