"""Boundary refinement: a score map corrected by what it looks like nearby.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 3.2 and
figure 2 (C).
"""

import keras
from keras import layers

from deeplab_family.layers.atrous_convolution import AtrousConvolution


@keras.saving.register_keras_serializable(package="deeplab_family")
class BoundaryRefinement(layers.Layer):
    """Adds to the scores a residual of two 3x3 convolutions, a ReLU between.

    Scores far from a boundary are right already; the residual need only learn
    what to change at the boundary. No batch normalization.

    Args:
        dilation_rate: int >= 1, distance between the taps. Defaults to 1.

    Input shape:
        `(batch, height, width, num_classes)`.

    Output shape:
        The same.
    """

    def __init__(self, dilation_rate=1, **kwargs):
        super().__init__(**kwargs)
        self.dilation_rate = dilation_rate
        self.look = None
        self.correct = None

    def build(self, input_shape):
        small = keras.initializers.TruncatedNormal(stddev=0.01)
        self.look = self._convolution(input_shape, "look", activation="relu")
        self.correct = self._convolution(
            input_shape, "correct", kernel_initializer=small
        )

    def call(self, inputs):
        return inputs + self.correct(self.look(inputs))

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {**super().get_config(), "dilation_rate": self.dilation_rate}

    def _convolution(self, input_shape, name, **arguments):
        convolution = AtrousConvolution(
            input_shape[-1],
            3,
            padding="same",
            dilation_rate=self.dilation_rate,
            dtype=self.dtype_policy,
            name=name,
            **arguments,
        )
        convolution.build(input_shape)
        return convolution
