"""Local distribution: global features, handed out where they belong.

Source: Li et al., "Global Aggregation then Local Distribution in Fully
Convolutional Networks", arXiv:1909.07229, section 3.2, equation 2.
"""

import keras
from keras import layers

from deeplab_family.layers.local_mask import LocalMask


@keras.saving.register_keras_serializable(package="deeplab_family")
class LocalDistribution(layers.Layer):
    """M * F + F, where M is the map of masks that `LocalMask` makes of F.

    Args:
        downsampling, ratio, padding, last_relu: of the `LocalMask`.
        extra_residual: bool. Add F once more, M * F + 2 F, as the released
            code does. Defaults to False, the paper's equation.
        return_mask: bool. Return M too. Defaults to False.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        The same; with `return_mask`, a pair of that, features and masks.
    """

    def __init__(
        self,
        downsampling="depthwise",
        ratio=8,
        padding="valid",
        last_relu=True,
        extra_residual=False,
        return_mask=False,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.downsampling = downsampling
        self.ratio = ratio
        self.padding = padding
        self.last_relu = last_relu
        self.extra_residual = extra_residual
        self.return_mask = return_mask
        self.momentum = momentum
        self.epsilon = epsilon
        self.mask = LocalMask(
            downsampling,
            ratio,
            padding,
            last_relu,
            momentum,
            epsilon,
            dtype=self.dtype_policy,
            name="mask",
        )

    def build(self, input_shape):
        self.mask.build(input_shape)

    def call(self, inputs, training=None):
        mask = self.mask(inputs, training=training)
        features = mask * inputs + inputs
        if self.extra_residual:
            features = features + inputs
        return (features, mask) if self.return_mask else features

    def compute_output_shape(self, input_shape):
        return (input_shape, input_shape) if self.return_mask else input_shape

    def get_config(self):
        return {
            **super().get_config(),
            "downsampling": self.downsampling,
            "ratio": self.ratio,
            "padding": self.padding,
            "last_relu": self.last_relu,
            "extra_residual": self.extra_residual,
            "return_mask": self.return_mask,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }
