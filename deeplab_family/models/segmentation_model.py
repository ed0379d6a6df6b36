"""Segmentation model: the Keras class of every network, with its config."""

import keras

from deeplab_family.models.configured_model import ConfiguredModel
from deeplab_family.models.fit_arguments import (
    let_loss_count,
    refuse_class_weight,
)


@keras.saving.register_keras_serializable(package="deeplab_family")
class SegmentationModel(ConfiguredModel):
    """A functional model from images to logits, stored by its config.

    Made by a config's `build()`.

    Input: images `(batch, height, width, channels)`, values 0..255, RGB
    unless the config says otherwise, any size likewise.
    Output: float32 logits `(batch, height, width, num_classes)`.

    Args, attributes: see `ConfiguredModel`; its config is a `ModelConfig`.
    """

    def with_output_stride(self, output_stride: int) -> "SegmentationModel":
        """The same weights at another stride, as a new model.

        Atrous convolution needs no new weights: train at 16, serve at 8.

        Args:
            output_stride: input size over size of the last feature map.

        Raises:
            ValueError: if the backbone has no such stride.
        """
        model = self.config.with_output_stride(output_stride).build()
        model.set_weights(self.get_weights())
        model.describe_as(self)
        return model

    def compile(self, *args, jit_compile="auto", **kwargs):
        """As `keras.Model.compile`; "auto" means XLA on accelerators only."""
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
