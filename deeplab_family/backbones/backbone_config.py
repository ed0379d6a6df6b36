"""Backbone config: base of all backbones, with named features and strides."""

from __future__ import annotations

import dataclasses
from os import PathLike
from typing import ClassVar, Self

from deeplab_family import lazy_keras as keras
from deeplab_family.component_config import ComponentConfig
from deeplab_family.weights import is_fresh, load_backbone_weights

FEATURE_KEYS = ("res2", "res3", "res4", "res5")


class BackboneConfig(ComponentConfig):
    """Base of the configs of backbones.

    A subclass has the fields `output_stride`, `batch_norm_momentum`,
    `batch_norm_epsilon` and `input_channels` (without it, 3 alone), and its
    `_build` makes a model from images `(batch, height, width,
    input_channels)` in 0..255, RGB where there are three, to a dict of maps
    with the keys `res2` (stride 4 in an undilated backbone) to `res5`; a
    backbone with more blocks has more keys. Its first layer is an
    `ImageNormalization` with the name "normalization", which weights of any
    source set.

    Class attributes:
        for_phones: whether it is small enough that networks are made smaller
            with it: `ModelConfig.phone_filters`, output stride 16 or more.
        replaces_dilation: whether it was made for output stride 32, with large
            kernels; only a network with a decoder for such maps takes it.
    """

    package = "deeplab_family.backbones"
    for_phones: ClassVar[bool] = False
    replaces_dilation: ClassVar[bool] = False

    output_stride: int
    batch_norm_momentum: float
    batch_norm_epsilon: float
    input_channels: int = 3

    @property
    def image_shape(self) -> tuple[None, None, int]:
        """Shape of the images, without their batch axis."""
        return None, None, self.input_channels

    @property
    def feature_keys(self) -> tuple[str, ...]:
        """Names of the maps, finest first."""
        return FEATURE_KEYS

    @property
    def last_feature(self) -> str:
        """Name of the deepest map, which feeds a head."""
        return self.feature_keys[-1]

    @property
    def feature_strides(self) -> dict[str, int]:
        """Input pixels for one pixel of each feature map."""
        return {
            key: min(4 * 2**index, self.output_stride)
            for index, key in enumerate(self.feature_keys)
        }

    @property
    def batch_norm(self) -> dict[str, float]:
        """Arguments of the batch normalizations of backbone and head."""
        return {
            "momentum": self.batch_norm_momentum,
            "epsilon": self.batch_norm_epsilon,
        }

    def with_output_stride(self, output_stride: int) -> Self:
        """This backbone at another stride, for the same weights."""
        return dataclasses.replace(self, output_stride=output_stride)

    def in_place_of(self, other: BackboneConfig) -> Self:
        """This backbone with output stride, momentum and input of another."""
        backbone = dataclasses.replace(
            self,
            output_stride=other.output_stride,
            batch_norm_momentum=other.batch_norm_momentum,
        )
        return backbone.with_input_channels(other.input_channels)

    def with_input_channels(self, input_channels: int) -> Self:
        """This backbone for images of another number of channels."""
        if input_channels == self.input_channels:
            return self
        return dataclasses.replace(self, input_channels=input_channels)

    def build(self, weights: str | PathLike | None = None) -> keras.Model:
        """The backbone as a model from images to features.

        Args:
            weights: None or "none" for fresh ones, "imagenet", or the path of
                a file in a format of docs/training/weights.md.

        Raises:
            WeightsError: if the weights are not here or do not fit; says why
                and what to do.
        """
        model = self._build()
        if not is_fresh(weights):
            load_backbone_weights(model, self, weights)
        return model

    def _build(self) -> keras.Model:
        """The backbone, with fresh weights."""
        raise NotImplementedError(f"{type(self).__name__} must define `_build`")

    def _check_batch_norm(self):
        if not 0 <= self.batch_norm_momentum < 1:
            raise ValueError(
                "`batch_norm_momentum` must lie in 0 <= momentum < 1. "
                f"Received: {self.batch_norm_momentum}"
            )
        self._check_at_least_one("input_channels")
