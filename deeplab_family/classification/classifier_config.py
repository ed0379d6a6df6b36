"""Classifier config: a backbone, the mean of its last map, one dense layer."""

from __future__ import annotations

import dataclasses
from os import PathLike
from typing import Self

from deeplab_family import classification
from deeplab_family import lazy_keras as keras
from deeplab_family.backbones import BackboneConfig, ResNetGCNConfig
from deeplab_family.component_config import ComponentConfig
from deeplab_family.weights import is_fresh, load_network_weights

SCORES = "class_scores"
"""Name of the last layer; no segmentation network has one of that name."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class ClassifierConfig(ComponentConfig):
    """Image classifier on a backbone, as backbones are trained on ImageNet.

    Source: He et al., arXiv:1512.03385, section 3.3: global average pooling,
    a dense layer, softmax, which belongs to the loss here.

    Attributes:
        num_classes: int >= 1, or None to take it from the data.
        backbone: config of any backbone; its deepest map is pooled.
        dropout_rate: share of pooled features dropped while training; none in
            the paper.
    """

    package = "deeplab_family.classification"
    kind = "classifier"

    num_classes: int | None
    backbone: BackboneConfig = ResNetGCNConfig()
    dropout_rate: float = 0.0

    def __post_init__(self):
        self._check_at_least_one("num_classes")
        self._check_rate("dropout_rate")

    @property
    def image_shape(self) -> tuple[None, None, int]:
        """Shape of the images, without their batch axis."""
        return self.backbone.image_shape

    def with_output_stride(self, output_stride: int) -> Self:
        """This network at another stride, with the same weights."""
        backbone = self.backbone.with_output_stride(output_stride)
        return dataclasses.replace(self, backbone=backbone)

    def build(
        self, weights: str | PathLike | None = None, name: str | None = None
    ) -> classification.Classifier:
        """The network.

        Args:
            weights: None or "none" for fresh ones; "imagenet" for those of
                the backbone; or the path of a file.
            name: of the Keras model; None for the kind's.

        Raises:
            ValueError: if `num_classes` is None.
            WeightsError: if the weights are not here or do not fit.
        """
        if self.num_classes is None:
            raise ValueError(
                "`num_classes` must be an int >= 1 to build. Received: None"
            )
        model = self._build(name or self.kind)
        if not is_fresh(weights):
            load_network_weights(model, weights)
        return model

    def build_for_training(
        self, weights: str | PathLike | None = None, name: str | None = None
    ) -> classification.Classifier:
        """The same: nothing serves training alone."""
        return self.build(weights, name)

    def _build(self, name: str) -> classification.Classifier:
        images = keras.Input(self.image_shape, name="images")
        x = self.backbone.build()(images)[self.backbone.last_feature]
        x = keras.layers.GlobalAveragePooling2D(name="pooling")(x)
        if self.dropout_rate:
            x = keras.layers.Dropout(self.dropout_rate, name="dropout")(x)
        scores = keras.layers.Dense(
            self.num_classes,
            kernel_initializer="he_normal",
            dtype="float32",  # also under mixed precision
            name=SCORES,
        )(x)
        return classification.Classifier(images, scores, config=self, name=name)
