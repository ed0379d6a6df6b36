"""A refusal of images that are too small for what follows."""

import keras
from keras import layers

from deeplab_family.backend import require_size


@keras.saving.register_keras_serializable(package="deeplab_family")
class SmallestImage(layers.Layer):
    """Passes images on that are large enough and refuses the others.

    It holds in every graph and file made of the network, also where height
    and width are unknown until an image comes.

    Args:
        side: int >= 1, fewest pixels along each side.
        advice: what to do about smaller ones, a sentence; it ends the message.

    Input shape:
        `(batch, height, width, channels)`, any dtype.

    Output shape:
        The same.

    Raises:
        ValueError: if `side` < 1; when called on an image that is known to be
            too small. A graph of unknown sizes fails when it runs.
    """

    def __init__(self, side, advice="Enlarge the image.", **kwargs):
        # Integer images must pass as they are.
        kwargs.setdefault("autocast", False)
        super().__init__(**kwargs)
        if side < 1:
            raise ValueError(f"`side` must be >= 1. Received: {side}")
        self.side = side
        self.advice = advice

    def call(self, inputs):
        return require_size(
            inputs, (self.side, self.side), self.advice, "image"
        )

    def compute_output_shape(self, input_shape):
        return input_shape

    def compute_output_spec(self, inputs):
        return keras.KerasTensor(inputs.shape, dtype=inputs.dtype)

    def get_config(self):
        return {
            **super().get_config(),
            "side": self.side,
            "advice": self.advice,
        }
