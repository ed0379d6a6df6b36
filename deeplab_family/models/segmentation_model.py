"""Segmentation model: the Keras class of every network, with its config."""

from collections.abc import Sequence

import keras

from deeplab_family.models.fit_arguments import (
    check_batch,
    choose_jit_compile,
    let_loss_count,
    refuse_class_weight,
)
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.models.multi_worker_fit import MultiWorkerFit
from deeplab_family.weights import Receipt


@keras.saving.register_keras_serializable(package="deeplab_family")
class SegmentationModel(MultiWorkerFit, keras.Model):
    """A functional model from images to logits, stored by its config.

    Made by a config's `build()`. The `.keras` file holds the config, the names
    of the classes and the weights, nothing executable, so it loads in Keras'
    safe mode.

    Input: RGB images `(batch, height, width, 3)`, values 0..255, any size
    unless the config says otherwise.
    Output: float32 logits `(batch, height, width, num_classes)`.

    Args:
        inputs, outputs: symbolic tensors, as for `keras.Model`.
        config: the `ModelConfig` that made them.

    Attributes:
        weights_receipt: what its weights started from, a `Receipt`; None for
            fresh ones.
    """

    def __init__(self, inputs, outputs, *, config: ModelConfig, **kwargs):
        super().__init__(inputs=inputs, outputs=outputs, **kwargs)
        self._model_config = config
        self._class_names = ()
        self.weights_receipt = None

    def __call__(self, images, *args, **kwargs):
        check_batch(images)
        return super().__call__(images, *args, **kwargs)

    @property
    def config(self) -> ModelConfig:
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
                f"each class. Received: {names}"
            )
        self._class_names = names

    def with_output_stride(self, output_stride: int) -> "SegmentationModel":
        """The same weights at another stride, as a new model.

        Atrous convolution needs no new weights: train at 16, serve at 8.

        Args:
            output_stride: input size over size of the last feature map.

        Raises:
            ValueError: if the trunk has no such stride.
        """
        model = self.config.with_output_stride(output_stride).build()
        model.set_weights(self.get_weights())
        model.class_names = self.class_names
        model.weights_receipt = self.weights_receipt
        return model

    def compile(self, *args, jit_compile="auto", **kwargs):
        """As `keras.Model.compile`; "auto" means XLA on accelerators only."""
        jit_compile = choose_jit_compile(jit_compile)
        super().compile(*args, jit_compile=jit_compile, **kwargs)
        let_loss_count(self)

    def fit(self, *args, class_weight=None, **kwargs):
        """As `keras.Model.fit`; refuses `class_weight`, which it cannot use."""
        refuse_class_weight(class_weight)
        return super().fit(*args, **kwargs)

    def train_on_batch(self, *args, class_weight=None, **kwargs):
        """As `keras.Model.train_on_batch`; refuses `class_weight` too."""
        refuse_class_weight(class_weight)
        return super().train_on_batch(*args, **kwargs)

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
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        del custom_objects  # the network needs nothing beyond its config
        network = keras.saving.deserialize_keras_object(config["config"])
        model = network.build(name=config["name"])
        model.class_names = config.get("class_names")
        receipt = config.get("weights_receipt")
        model.weights_receipt = receipt and Receipt.from_tree(receipt)
        return model
