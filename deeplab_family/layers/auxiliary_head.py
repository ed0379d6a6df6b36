"""A small head halfway through the backbone, for a second loss in training.

Source: Zhao et al., "Pyramid Scene Parsing Network", arXiv:1612.01105, section
3.3; widths, bias and dropout as in the released code of GALD
(arXiv:1909.07229).
"""

import keras
from keras import layers

from deeplab_family.layers.classifier_head import ClassifierHead
from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class AuxiliaryHead(layers.Layer):
    """A 3x3 convolution, dropout of whole channels, a 1x1 convolution.

    Args:
        num_classes: int >= 1, channels of the result.
        filters: int > 0. Channels in between. Defaults to 512.
        dropout_rate: float in 0..1, share of channels dropped while training.
            Defaults to 0.1.
        momentum, epsilon: of the batch normalization.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, num_classes)`, float32 under any policy.
    """

    def __init__(
        self,
        num_classes,
        filters=512,
        dropout_rate=0.1,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.num_classes = num_classes
        self.filters = filters
        self.dropout_rate = dropout_rate
        self.momentum = momentum
        self.epsilon = epsilon
        self.look = ConvBNReLU(
            filters,
            kernel_size=3,
            use_bias=True,
            momentum=momentum,
            epsilon=epsilon,
            dtype=self.dtype_policy,
            name="look",
        )
        self.dropout = layers.SpatialDropout2D(
            dropout_rate, dtype=self.dtype_policy
        )
        self.logits = ClassifierHead(
            num_classes,
            dropout_rate=0.0,
            dtype=self.dtype_policy,
            name="logits",
        )

    def build(self, input_shape):
        self.look.build(input_shape)
        self.logits.build((*input_shape[:-1], self.filters))

    def call(self, inputs, training=None):
        x = self.look(inputs, training=training)
        return self.logits(self.dropout(x, training=training))

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.num_classes)

    def compute_output_spec(self, inputs, training=None):
        shape = self.compute_output_shape(inputs.shape)
        return keras.KerasTensor(shape, dtype="float32")

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "filters": self.filters,
            "dropout_rate": self.dropout_rate,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }
