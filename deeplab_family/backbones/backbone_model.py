"""Backbone model: a backbone without a head, as a file keeps it."""

from __future__ import annotations

from typing import Self

import keras

from deeplab_family.backbones.backbone_config import BackboneConfig
from deeplab_family.weights import Receipt


@keras.saving.register_keras_serializable(package="deeplab_family")
class BackboneModel(keras.Model):
    """A functional model from images to features, stored by its config.

    The `.keras` file says which backbone it is, so that its weights cannot fill
    one of the same shapes that computes something else, with the stride in
    another place for instance.

    Input: RGB images `(batch, height, width, 3)`, values 0..255.
    Output: dict of the maps `res2` (stride 4) to `res5`.

    Args:
        inputs, outputs: symbolic tensors, as for `keras.Model`.
        backbone: the `BackboneConfig` that made them.

    Attributes:
        backbone: the same.
        weights_receipt: what its weights are, a `Receipt`; None for fresh
            ones.
    """

    def __init__(self, inputs, outputs, *, backbone: BackboneConfig, **kwargs):
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self._backbone = backbone
        self.weights_receipt = None

    @property
    def backbone(self) -> BackboneConfig:
        """The frozen description this backbone was built from."""
        return self._backbone

    @classmethod
    def of(cls, backbone: BackboneConfig) -> Self:
        """The backbone of a config, with fresh weights."""
        built = backbone.build()
        return cls(
            built.input, built.output, backbone=backbone, name=built.name
        )

    def get_config(self):
        receipt = self.weights_receipt
        return {
            "backbone": keras.saving.serialize_keras_object(self.backbone),
            "weights_receipt": receipt.tree() if receipt else None,
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        del custom_objects  # the backbone needs nothing beyond its config
        backbone = keras.saving.deserialize_keras_object(config["backbone"])
        model = cls.of(backbone)
        receipt = config["weights_receipt"]
        model.weights_receipt = receipt and Receipt.from_tree(receipt)
        return model
