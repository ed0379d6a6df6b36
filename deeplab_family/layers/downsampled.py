"""Downsampled wrapper: runs another layer on a map of half the size.

Source: Li et al. (GALD), arXiv:1909.07229, section 3.2: global aggregation is
coarse by nature, so it may look at fewer pixels; the strided depthwise
convolution is that of the released code.
"""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear
from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class Downsampled(layers.Layer):
    """A strided depthwise convolution, the layer, a resize back.

    The resize is bilinear with aligned corners.

    Args:
        layer: the Keras layer to run, which keeps height and width.
        padding: of the strided convolution, "valid" as released, which needs
            3 pixels along each side, or "same". Defaults to "valid".
        momentum, epsilon: of the batch normalization.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, n)`, n of the layer's choice.

    Raises:
        ValueError: when called on a map too small for "valid" padding.
    """

    def __init__(
        self, layer, padding="valid", momentum=0.9997, epsilon=1e-5, **kwargs
    ):
        super().__init__(**kwargs)
        self.padding = padding
        self.momentum = momentum
        self.epsilon = epsilon
        self.halving = ConvBNReLU(
            depthwise=True,
            kernel_size=3,
            strides=2,
            use_bias=True,
            padding=padding,
            momentum=momentum,
            epsilon=epsilon,
            dtype=self.dtype_policy,
            name="halving",
        )
        self.layer = layer

    def build(self, input_shape):
        self.halving.build(input_shape)
        half_shape = self.halving.compute_output_shape(input_shape)
        build_inner(self.layer, half_shape)

    def call(self, inputs, training=None):
        x = self.halving(inputs, training=training)
        x = self.layer(x, training=training)
        return resize_bilinear(x, ops.shape(inputs)[1:3])

    def compute_output_shape(self, input_shape):
        half = self.halving.compute_output_shape(input_shape)
        output = self.layer.compute_output_shape(half)
        return (*input_shape[:-1], output[-1])

    def get_config(self):
        return {
            **super().get_config(),
            "layer": serialize_inner(self.layer),
            "padding": self.padding,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    @classmethod
    def from_config(cls, config):
        layer = deserialize_inner(config["layer"])
        return cls(**{**config, "layer": layer})


def serialize_inner(layer) -> dict | None:
    """The layer as JSON can hold it, the same before and after it is built.

    None stays None.
    """
    if layer is None:
        return None
    stored = keras.saving.serialize_keras_object(layer)
    # The outer layer builds it; a shape stored here would build it twice.
    stored.pop("build_config", None)
    return stored


def deserialize_inner(stored: dict | None):
    """The layer, unbuilt, that `serialize_inner` stored."""
    return stored and keras.saving.deserialize_keras_object(stored)


def build_inner(layer, input_shape):
    """Builds the layer unless its giver already has; None is left alone."""
    if layer is not None and not layer.built:
        layer.build(input_shape)
