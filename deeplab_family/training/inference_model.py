"""Inference model of a network in training: no auxiliary head, full size."""

import dataclasses
from functools import cached_property

import keras

from deeplab_family.inference import KerasPredictor
from deeplab_family.models import AuxiliaryTraining, SegmentationModel


class InferenceModel:
    """Inference model of a model in training, evaluated and kept.

    A head that serves the gradient only is left out; logits that are not
    upsampled get upsampled, in a copy of the network. Any other network is
    served as it is.

    Args:
        trained: what a config's `build_for_training` made.
    """

    def __init__(self, trained: keras.Model):
        self._trained = without_head(trained)
        self.network: SegmentationModel = _full_size(self._trained)
        self.update()

    @cached_property
    def predictor(self) -> KerasPredictor:
        """Asks the network; traced once, for all who ask."""
        return KerasPredictor(self.network)

    def update(self):
        """Brings the weights of the network up to date, if it is a copy."""
        if self.network is not self._trained:
            self.network.set_weights(self._trained.get_weights())


def without_head(trained: keras.Model) -> keras.Model:
    """A model in training without its auxiliary head, if it has one."""
    if isinstance(trained, AuxiliaryTraining):
        return trained.network
    return trained


def _full_size(network):
    config = getattr(network, "config", None)
    if getattr(config, "upsample_logits", True):
        return network
    served = dataclasses.replace(config, upsample_logits=True).build()
    served.describe_as(network)
    return served
