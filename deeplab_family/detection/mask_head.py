"""Mask head: which pixels of a box are the object.

Source: He et al., "Mask R-CNN", arXiv:1703.06870, figure 4, right.
"""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable(package="deeplab_family")
class MaskHead(layers.Layer):
    """3x3 convolutions, a transposed one that doubles the size, a 1x1.

    Args:
        num_classes: int > 0, the background not counted.
        filters: int > 0. Defaults to 256.
        convolutions: int > 0, how many 3x3 ones. Defaults to 4.

    Input shape:
        `(batch, n, size, size, channels)`.

    Output shape:
        float32 logits `(batch, n, 2 * size, 2 * size, num_classes + 1)`, the
        background first, which no loss sees.
    """

    def __init__(self, num_classes, filters=256, convolutions=4, **kwargs):
        super().__init__(**kwargs)
        self.num_classes = num_classes
        self.filters = filters
        self.convolutions = convolutions
        self.look = [
            self._with_weights(
                layers.Conv2D,
                filters,
                kernel_size=3,
                padding="same",
                activation="relu",
                name=f"look_{index + 1}",
            )
            for index in range(convolutions)
        ]
        self.double = self._with_weights(
            layers.Conv2DTranspose,
            filters,
            kernel_size=2,
            strides=2,
            activation="relu",
            name="double",
        )
        self.logits = self._with_weights(
            layers.Conv2D, num_classes + 1, kernel_size=1, name="logits"
        )

    def build(self, input_shape):
        shape = (None, *input_shape[2:])
        for layer in (*self.look, self.double, self.logits):
            layer.build(shape)
            shape = (*shape[:-1], self.filters)

    def call(self, inputs):
        batch, number = ops.shape(inputs)[:2]
        x = ops.reshape(inputs, (batch * number, *inputs.shape[2:]))
        for layer in (*self.look, self.double, self.logits):
            x = layer(x)
        x = ops.cast(x, "float32")
        return ops.reshape(x, (batch, number, *x.shape[1:]))

    def compute_output_shape(self, input_shape):
        height, width = input_shape[2:4]
        inner = (2 * height, 2 * width, self.num_classes + 1)
        return (*input_shape[:2], *inner)

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "filters": self.filters,
            "convolutions": self.convolutions,
        }

    def _with_weights(self, kind, filters, **arguments):
        return kind(
            filters,
            kernel_initializer="he_normal",
            dtype=self.dtype_policy,
            **arguments,
        )
