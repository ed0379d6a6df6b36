"""Networks' base config: what every network promises, on any backbone."""

from __future__ import annotations

import dataclasses
from os import PathLike
from typing import ClassVar, Self

from deeplab_family import lazy_keras as keras
from deeplab_family import models
from deeplab_family.backbones import BackboneConfig
from deeplab_family.component_config import ComponentConfig
from deeplab_family.weights import is_fresh, load_network_weights


class ModelConfig(ComponentConfig):
    """Base of the configs of networks.

    A subclass has the fields `num_classes`, an int or None, and `backbone`,
    and its `_build` makes a model from images `(batch, *image_shape)` in
    0..255, RGB unless the backbone takes other channels, to float32 logits
    `(batch, height, width, num_classes)`. A field `upsample_logits`, where it
    has one, may leave them smaller for training.

    Class attributes:
        wants_dilation: whether the head needs features that are finer than
            stride 32, made so by dilation.
        phone_filters: `filters` on a backbone for phones; None for networks
            that keep theirs.
    """

    package = "deeplab_family.models"
    wants_dilation: ClassVar[bool] = True
    phone_filters: ClassVar[int | None] = None

    num_classes: int | None
    backbone: BackboneConfig

    @classmethod
    def presets(cls) -> dict[str, Self]:
        return {cls.kind: cls(num_classes=None)}

    @classmethod
    def refusal(cls, backbone: BackboneConfig) -> str:
        """Reason why the network does not take a backbone; "" if it does."""
        if cls.wants_dilation and backbone.replaces_dilation:
            return (
                f"{cls.__name__} needs dilated features, and "
                f"{type(backbone).__name__} has large kernels instead of them"
            )
        return ""

    @property
    def image_shape(self) -> tuple[None, None, int]:
        """Shape of the images, without their batch axis."""
        return self.backbone.image_shape

    def with_input_channels(self, input_channels: int) -> Self:
        """This network for images of another number of channels."""
        backbone = self.backbone.with_input_channels(input_channels)
        return dataclasses.replace(self, backbone=backbone)

    @property
    def smallest_image(self) -> int:
        """Side in pixels of the smallest image that it takes."""
        return 1

    def with_output_stride(self, output_stride: int) -> Self:
        """This network at another stride, with the same weights."""
        backbone = self.backbone.with_output_stride(output_stride)
        return dataclasses.replace(self, backbone=backbone)

    def build(
        self, weights: str | PathLike | None = None, name: str | None = None
    ) -> models.SegmentationModel:
        """The network.

        Args:
            weights: None or "none" for fresh ones; "imagenet" for those of
                the backbone; or the path of a file: a network's `.keras`, or
                a backbone's in a format of docs/training/weights.md.
            name: of the Keras model; None for the kind's.

        Raises:
            ValueError: if `num_classes` is None.
            WeightsError: if the weights are not here or do not fit; says why
                and what to do.
        """
        return self._filled(self._build(name or self.kind), weights)

    def build_for_training(
        self, weights: str | PathLike | None = None, name: str | None = None
    ) -> keras.Model:
        """Model that `fit` trains: the network, unless it has a head for that.

        Args and what raises are those of `build`.
        """
        return self._filled(
            self._build_for_training(name or self.kind), weights
        )

    def _build(self, name: str) -> models.SegmentationModel:
        """The network with fresh weights."""
        raise NotImplementedError(f"{type(self).__name__} must define `_build`")

    def _build_for_training(self, name: str) -> keras.Model:
        """The network, or its `AuxiliaryTraining`, with fresh weights."""
        return self._build(name)

    @staticmethod
    def _filled(model, weights):
        if not is_fresh(weights):
            load_network_weights(model, weights)
        return model

    def _require_num_classes(self):
        """Refuses to build what the data set was to decide."""
        if self.num_classes is None:
            raise ValueError(
                "`num_classes` must be an int >= 1 to build. Received: None"
            )
