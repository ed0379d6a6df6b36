"""Upsampling by transposed convolutions, what DUC is compared with.

Source: Wang et al., arXiv:1702.08502, section 4.1, "Compared with
Deconvolution". The paper gives the factors, 8 or 2 and 4; kernels of twice the
stride, and normalization and ReLU between two steps, are our choice.
"""

import keras
from keras import layers, ops

from deeplab_family.layers.batch_normalization import FusedBatchNormalization


@keras.saving.register_keras_serializable(package="deeplab_family")
class DeconvolutionDecoder(layers.Layer):
    """Transposed convolutions up to full size; the last scores the classes.

    Args:
        num_classes: int >= 1, channels of the result.
        strides: ints >= 2, one for each step; (8,) or (2, 4) in the paper.
        filters: int > 0. Channels between two steps. Defaults to 256.
        momentum, epsilon: of the batch normalizations between two steps.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        Height and width times the product of `strides`; `num_classes`
        channels, float32 under any policy.

    Raises:
        ValueError: if there is no stride, or an odd one or one below 2.
    """

    def __init__(
        self,
        num_classes,
        strides=(8,),
        filters=256,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if len(strides) == 0 or any(s < 2 or s % 2 for s in strides):
            raise ValueError(
                "`strides` must hold one even int >= 2 or more. "
                f"Received: {strides}"
            )
        self.num_classes = num_classes
        self.strides = tuple(strides)
        self.filters = filters
        self.momentum = momentum
        self.epsilon = epsilon
        self.steps = [
            self._step(
                filters, stride, "he_normal", f"step_{n}", use_bias=False
            )
            for n, stride in enumerate(strides[:-1], start=1)
        ]
        self.bns = [
            FusedBatchNormalization(
                momentum, epsilon, dtype=self.dtype_policy, name=f"bn_{n}"
            )
            for n, _ in enumerate(self.steps, start=1)
        ]
        small = keras.initializers.TruncatedNormal(stddev=0.01)
        self.last = self._step(
            num_classes, strides[-1], small, "last", dtype="float32"
        )

    def build(self, input_shape):
        for step, bn in zip(self.steps, self.bns, strict=True):
            step.build(input_shape)
            input_shape = step.compute_output_shape(input_shape)
            bn.build(input_shape)
        self.last.build(input_shape)

    def call(self, inputs, training=None):
        x = inputs
        for step, bn in zip(self.steps, self.bns, strict=True):
            x = ops.relu(bn(step(x), training=training))
        return self.last(x)

    def compute_output_shape(self, input_shape):
        for step in (*self.steps, self.last):
            input_shape = step.compute_output_shape(input_shape)
        return tuple(input_shape)

    def compute_output_spec(self, inputs, training=None):
        shape = self.compute_output_shape(inputs.shape)
        return keras.KerasTensor(shape, dtype="float32")

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "strides": self.strides,
            "filters": self.filters,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _step(
        self, filters, stride, initializer, name, dtype=None, use_bias=True
    ):
        return layers.Conv2DTranspose(
            filters,
            2 * stride,
            strides=stride,
            padding="same",
            use_bias=use_bias,
            kernel_initializer=initializer,
            dtype=dtype or self.dtype_policy,
            name=name,
        )
