"""Configured model: a functional model that is stored by its config."""

from __future__ import annotations

import reprlib
from collections.abc import Sequence
from typing import Any

import keras

from deeplab_family.models.fit_arguments import check_batch, choose_jit_compile
from deeplab_family.models.multi_worker_fit import MultiWorkerFit
from deeplab_family.weights import Receipt


class StoredByConfig(MultiWorkerFit):
    """Mixin of `keras.Model`: a model that its config rebuilds.

    The `.keras` file holds the config, the names of the classes, the receipt
    and the weights, nothing executable, so it loads in Keras' safe mode.

    Attributes:
        weights_receipt: what its weights started from, a `Receipt`; None for
            fresh ones.
        value_range: `(low, high)`, the stored values of images that became 0
            and 255 when it was trained; None for those of 8 or 16 bits. It is
            set by whoever knows the data, and saved with the model.
    """

    def _describe(self, config: Any):
        """Keeps what made the model; it has `num_classes`, `build(name=)`."""
        self._model_config = config
        self._class_names = ()
        self.weights_receipt = None
        self.value_range = None

    @property
    def config(self) -> Any:
        """The frozen description this model was built from."""
        return self._model_config

    @property
    def class_names(self) -> tuple[str, ...] | None:
        """Names of the classes in the order of their ids; None if unnamed.

        They are set by whoever knows the data, and saved with the model.

        Raises:
            ValueError: when set to something else than one name a class.
        """
        return tuple(self._class_names) or None

    @class_names.setter
    def class_names(self, names: Sequence[str] | None):
        names = tuple(names or ())
        number = self.config.num_classes
        usable = all(isinstance(name, str) and name for name in names)
        if names and not (usable and len(set(names)) == len(names) == number):
            raise ValueError(
                f"`class_names` must be {number} different names, one for "
                f"each class. Received {len(names)}: {reprlib.repr(names)}"
            )
        self._class_names = names

    def compile(self, *args, jit_compile="auto", **kwargs):
        """As `keras.Model.compile`; "auto" means XLA on accelerators only."""
        jit_compile = choose_jit_compile(jit_compile)
        super().compile(*args, jit_compile=jit_compile, **kwargs)

    def compile_from_config(self, config):
        """Compiles as before saving, so that a loaded model can go on."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)

    def get_config(self):
        receipt = self.weights_receipt
        return {
            "name": self.name,
            "config": keras.saving.serialize_keras_object(self.config),
            "class_names": self.class_names and list(self.class_names),
            "weights_receipt": receipt.tree() if receipt else None,
            "value_range": self.value_range and list(self.value_range),
        }

    def describe_as(self, other: StoredByConfig):
        """Takes over what another model knows of its classes and images."""
        self.class_names = other.class_names
        self.weights_receipt = other.weights_receipt
        self.value_range = other.value_range

    def revive_description(self, config: dict):
        """Takes over what `get_config` stored beside the network's config."""
        self.class_names = config.get("class_names")
        receipt = config.get("weights_receipt")
        self.weights_receipt = receipt and Receipt.from_tree(receipt)
        limits = config.get("value_range")
        self.value_range = limits and tuple(limits)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        del custom_objects  # the network needs nothing beyond its config
        network = keras.saving.deserialize_keras_object(config["config"])
        model = network.build(name=config["name"])
        model.revive_description(config)
        return model


class ConfiguredModel(StoredByConfig, keras.Model):
    """Base of the functional models that a frozen config builds.

    Args:
        inputs, outputs: symbolic tensors, as for `keras.Model`.
        config: what made them; it has `num_classes` and `build(name=)`.
    """

    def __init__(self, inputs, outputs, *, config: Any, **kwargs):
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self._describe(config)

    def __call__(self, images, *args, **kwargs):
        check_batch(images, self.config.image_shape[-1])
        return super().__call__(images, *args, **kwargs)
