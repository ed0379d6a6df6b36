"""Non-local block: every pixel looks at every pixel.

Source: Wang et al., "Non-local Neural Networks", arXiv:1711.07971, figure 2,
embedded Gaussian; scaled as Yue et al., arXiv:1810.13125, do in their
comparison, which GALD (arXiv:1909.07229) builds on.
"""

import keras
from keras import layers, ops

from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class NonLocal(layers.Layer):
    """Adds to each pixel a mean of all pixels, weighted by likeness.

    Three 1x1 convolutions give theta, phi and g. The softmax of
    theta . phi / sqrt(inner filters) over all pixels weighs g; a 1x1
    convolution with batch normalization leads back to the input's width and
    the input is added. Memory grows with the square of the number of pixels.

    Args:
        filters: int > 0. Channels of the map.
        inner_filters: int > 0, channels of theta, phi and g; None for half of
            `filters`. Defaults to None.
        momentum, epsilon: of the batch normalization.

    Input shape:
        `(batch, height, width, filters)`.

    Output shape:
        The same.

    Raises:
        ValueError: on build, if the map has not `filters` channels.
    """

    def __init__(
        self,
        filters,
        inner_filters=None,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.filters = filters
        self.inner_filters = inner_filters
        self.momentum = momentum
        self.epsilon = epsilon
        inner = filters // 2 if inner_filters is None else inner_filters
        self.theta = self._pointwise(inner, "theta")
        self.phi = self._pointwise(inner, "phi")
        self.g = self._pointwise(inner, "g")
        self.restore = ConvBNReLU(
            filters,
            activation=None,
            momentum=momentum,
            epsilon=epsilon,
            dtype=self.dtype_policy,
            name="restore",
        )

    def build(self, input_shape):
        if input_shape[-1] != self.filters:
            raise ValueError(
                f"`filters` must be the map's {input_shape[-1]} channels. "
                f"Received: {self.filters}"
            )
        for part in (self.theta, self.phi, self.g):
            part.build(input_shape)
        self.restore.build((*input_shape[:-1], self.theta.filters))

    def call(self, inputs, training=None):
        # Scaled before the product, which half precision could not hold.
        theta = self._pixels(self.theta(inputs)) * self.theta.filters**-0.5
        phi = self._pixels(self.phi(inputs))
        g = self._pixels(self.g(inputs))
        likeness = ops.matmul(theta, ops.transpose(phi, (0, 2, 1)))
        weights = ops.softmax(ops.cast(likeness, "float32"), axis=-1)
        seen = ops.matmul(ops.cast(weights, g.dtype), g)
        shape = (*ops.shape(inputs)[:-1], self.theta.filters)
        seen = ops.reshape(seen, shape)
        return inputs + self.restore(seen, training=training)

    def compute_output_shape(self, input_shape):
        return input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "inner_filters": self.inner_filters,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _pixels(self, tensor):
        """`(batch, height, width, n)` as `(batch, pixels, n)`."""
        batch, height, width, channels = ops.shape(tensor)
        return ops.reshape(tensor, (batch, height * width, channels))

    def _pointwise(self, filters, name):
        return layers.Conv2D(
            filters, 1, use_bias=False, dtype=self.dtype_policy, name=name
        )
