"""Classifier head: features to one logit per class."""

import keras
from keras import layers


@keras.saving.register_keras_serializable(package="deeplab_family")
class ClassifierHead(layers.Layer):
    """Dropout, then a 1x1 convolution in float32.

    Args:
        num_classes: int >= 1, channels of the result.
        dropout_rate: float in 0..1, share of features dropped while training.
            Defaults to 0.1 (the official DeepLab code keeps 0.9).

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, num_classes)`, float32 under any policy.

    Raises:
        ValueError: if `num_classes` < 1.
    """

    def __init__(self, num_classes, dropout_rate=0.1, **kwargs):
        super().__init__(**kwargs)
        if num_classes < 1:
            raise ValueError(
                f"`num_classes` must be >= 1. Received: {num_classes}"
            )
        self.num_classes = num_classes
        self.dropout_rate = dropout_rate
        self.dropout = layers.Dropout(dropout_rate, dtype=self.dtype_policy)
        self.conv = layers.Conv2D(
            num_classes,
            1,
            kernel_initializer=keras.initializers.TruncatedNormal(stddev=0.01),
            dtype="float32",
            name="conv",
        )

    def build(self, input_shape):
        self.dropout.build(input_shape)
        self.conv.build(input_shape)

    def call(self, inputs, training=None):
        return self.conv(self.dropout(inputs, training=training))

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.num_classes)

    def compute_output_spec(self, inputs, training=None):
        shape = self.compute_output_shape(inputs.shape)
        return keras.KerasTensor(shape, dtype="float32")

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "dropout_rate": self.dropout_rate,
        }
