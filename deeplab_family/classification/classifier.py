"""Classifier: the Keras class of networks with one class an image."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from deeplab_family.classification.classifier_config import ClassifierConfig
from deeplab_family.models.fit_arguments import check_batch, choose_jit_compile
from deeplab_family.weights import Receipt


@keras.saving.register_keras_serializable(package="deeplab_family")
class Classifier(keras.Model):
    """A functional model from images to logits, stored by its config.

    Made by `ClassifierConfig.build`. As a file it is also the weights of its
    trunk, for any network on the same one: `--train.weights best.keras`.

    Input: RGB images `(batch, height, width, 3)`, values 0..255, any size.
    Output: float32 logits `(batch, num_classes)`.

    Args:
        inputs, outputs: symbolic tensors, as for `keras.Model`.
        config: the `ClassifierConfig` that made them.

    Attributes:
        weights_receipt: what its weights started from, a `Receipt`; None for
            fresh ones.
    """

    def __init__(self, inputs, outputs, *, config: ClassifierConfig, **kwargs):
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self._model_config = config
        self._class_names = ()
        self.weights_receipt = None

    def __call__(self, images, *args, **kwargs):
        check_batch(images)
        return super().__call__(images, *args, **kwargs)

    @property
    def config(self) -> ClassifierConfig:
        """The frozen description this model was built from."""
        return self._model_config

    @property
    def class_names(self) -> tuple[str, ...] | None:
        """Names of the classes in the order of their ids; None if unnamed.

        Raises:
            ValueError: when set to something else than one name a class.
        """
        return tuple(self._class_names) or None

    @class_names.setter
    def class_names(self, names: Sequence[str] | None):
        names, number = tuple(names or ()), self.config.num_classes
        if names and not len(set(names)) == len(names) == number:
            raise ValueError(
                f"`class_names` must be {number} different names, one for "
                f"each class. Received: {len(names)}, {len(set(names))} of "
                "them different"
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
            "class_names": list(self._class_names),
            "weights_receipt": receipt.tree() if receipt else None,
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        del custom_objects  # the network needs nothing beyond its config
        network = keras.saving.deserialize_keras_object(config["config"])
        model = network.build(name=config["name"])
        model.class_names = config["class_names"]
        receipt = config["weights_receipt"]
        model.weights_receipt = receipt and Receipt.from_tree(receipt)
        return model
