"""Box head: the class of each proposal, and its sides moved into place.

Source: Girshick, "Fast R-CNN", arXiv:1504.08083, section 2; two dense layers on
a pyramid as in Lin et al., arXiv:1612.03144, section 5.2.
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class BoxHead(layers.Layer):
    """Box head: two dense layers with ReLU, then classes and offsets.

    Args:
        num_classes: int > 0, the background not counted.
        units: int > 0, of each of the two layers. Defaults to 1024.

    Input shape:
        `(batch, n, size, size, channels)`.

    Output shape:
        A pair in float32: logits `(batch, n, num_classes + 1)`, the background
        first, and offsets `(batch, n, num_classes + 1, 4)`.
    """

    def __init__(self, num_classes, units=1024, **kwargs):
        super().__init__(**kwargs)
        self.num_classes = num_classes
        self.units = units
        self.first = self._dense(units, "first", activation="relu")
        self.second = self._dense(units, "second", activation="relu")
        self.scores = self._dense(num_classes + 1, "scores", 0.01)
        self.deltas = self._dense(4 * (num_classes + 1), "deltas", 0.001)

    def build(self, input_shape):
        batch, number, height, width, channels = input_shape
        self.first.build((batch, number, height * width * channels))
        inner = (batch, number, self.units)
        for layer in (self.second, self.scores, self.deltas):
            layer.build(inner)

    def call(self, inputs):
        batch, number = ops.shape(inputs)[:2]
        length = inputs.shape[2] * inputs.shape[3] * inputs.shape[4]
        x = ops.reshape(inputs, (batch, number, length))
        x = self.second(self.first(x))
        logits = ops.cast(self.scores(x), "float32")
        deltas = ops.cast(self.deltas(x), "float32")
        shape = (batch, number, self.num_classes + 1, 4)
        return logits, ops.reshape(deltas, shape)

    def compute_output_shape(self, input_shape):
        shape = (*input_shape[:2], self.num_classes + 1)
        return shape, (*shape, 4)

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "units": self.units,
        }

    def _dense(self, units, name, deviation=None, activation=None):
        initializer = "glorot_uniform"
        if deviation is not None:
            initializer = keras.initializers.RandomNormal(stddev=deviation)
        return layers.Dense(
            units,
            activation=activation,
            kernel_initializer=initializer,
            dtype=self.dtype_policy,
            name=name,
        )
