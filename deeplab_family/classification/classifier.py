"""Classifier: the Keras class of networks with one class an image."""

import keras

from deeplab_family.models.configured_model import ConfiguredModel


@keras.saving.register_keras_serializable(package="deeplab_family")
class Classifier(ConfiguredModel):
    """A functional model from images to logits, stored by its config.

    Made by `ClassifierConfig.build`. As a file it is also the weights of its
    backbone, for any network on the same one: `--train.weights best.keras`.

    Input: RGB images `(batch, height, width, 3)`, values 0..255, any size.
    Output: float32 logits `(batch, num_classes)`.

    Args, attributes: see `ConfiguredModel`; its config is a
    `ClassifierConfig`.
    """
