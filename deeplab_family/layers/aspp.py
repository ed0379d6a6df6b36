"""Atrous spatial pyramid pooling: one map seen at several scales.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 3.3, figure 5; separable branches as
in "Encoder-Decoder with Atrous Separable Convolution", arXiv:1802.02611,
section 3.1.
"""

import keras
from keras import layers, ops

from deeplab_family.layers.conv_bn_relu import ConvBNReLU
from deeplab_family.layers.separable_conv_bn_relu import SeparableConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class ASPP(layers.Layer):
    """Parallel convolutions of growing rate, joined by a 1x1 projection.

    Branches: a 1x1 convolution; one 3x3 atrous convolution for each rate; the
    mean of the whole map through a 1x1 convolution (image-level features,
    figure 5b). Their concatenation is projected by a 1x1 convolution. All are
    convolution, batch normalization and ReLU of `filters` channels.

    Args:
        atrous_rates: ints >= 1, in pixels of the map; (6, 12, 18) belongs to
            output stride 16. May be empty.
        filters: int > 0. Channels of each branch and of the result.
            Defaults to 256.
        image_pooling: bool. Defaults to True.
        output_filters: int > 0, or None for `filters`. Channels of the
            projection, where they shall differ. Defaults to None.
        center_kernel_size: 1, or 3 as in "ASPP+" of arXiv:1804.06242. Kernel
            of the first branch. Defaults to 1.
        project: bool. False leaves the branches side by side, without the 1x1
            convolution that joins them. Defaults to True.
        separable: bool. Make the atrous convolutions separable: depthwise at
            the rate, then 1x1. Defaults to False.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`. While training with image pooling,
        batch >= 2 over all replicas, or its normalization has one value.

    Output shape:
        `(batch, height, width, output_filters or filters)`; without projection
        `filters` for each branch.

    Call arguments:
        inputs: the map.
        views: list of maps of the same shape, one for each convolution, that
            they see instead of `inputs`. Defaults to None.

    Raises:
        ValueError: if a rate is below 1, or `center_kernel_size` is neither 1
            nor 3.
    """

    def __init__(
        self,
        atrous_rates,
        filters=256,
        image_pooling=True,
        output_filters=None,
        center_kernel_size=1,
        project=True,
        separable=False,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if any(rate < 1 for rate in atrous_rates):
            raise ValueError(
                f"`atrous_rates` must all be >= 1. Received: {atrous_rates}"
            )
        if center_kernel_size not in (1, 3):
            raise ValueError(
                "`center_kernel_size` must be 1 or 3. "
                f"Received: {center_kernel_size}"
            )
        self.atrous_rates = tuple(atrous_rates)
        self.filters = filters
        self.image_pooling = image_pooling
        self.output_filters = output_filters
        self.center_kernel_size = center_kernel_size
        self.project = project
        self.separable = separable
        self.momentum = momentum
        self.epsilon = epsilon
        center = "pointwise" if center_kernel_size == 1 else "center"
        self.branches = [self._block(center, kernel_size=center_kernel_size)]
        atrous = SeparableConvBNReLU if separable else ConvBNReLU
        self.branches += [
            self._block(
                f"rate_{index}", atrous, kernel_size=3, dilation_rate=rate
            )
            for index, rate in enumerate(self.atrous_rates)
        ]
        self.pooled = self._block("image_pooling") if image_pooling else None
        self.projection = None
        if project:
            self.projection = self._block(
                "projection", filters=output_filters or filters
            )

    def build(self, input_shape):
        for branch in self.branches:
            branch.build(input_shape)
        if self.pooled is not None:
            self.pooled.build((input_shape[0], 1, 1, input_shape[-1]))
        if self.projection is not None:
            self.projection.build((*input_shape[:-1], self._joined_width))

    def call(self, inputs, views=None, training=None):
        views = views or [inputs] * len(self.branches)
        seen = [
            branch(view, training=training)
            for branch, view in zip(self.branches, views, strict=True)
        ]
        if self.pooled is not None:
            seen.append(self._image_features(inputs, seen[0], training))
        joined = ops.concatenate(seen, axis=-1)
        if self.projection is None:
            return joined
        return self.projection(joined, training=training)

    def compute_output_shape(self, input_shape):
        if self.projection is None:
            return (*input_shape[:-1], self._joined_width)
        return (*input_shape[:-1], self.projection.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "atrous_rates": self.atrous_rates,
            "filters": self.filters,
            "image_pooling": self.image_pooling,
            "output_filters": self.output_filters,
            "center_kernel_size": self.center_kernel_size,
            "project": self.project,
            "separable": self.separable,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    @property
    def _joined_width(self) -> int:
        return self.filters * (len(self.branches) + self.image_pooling)

    def _image_features(self, inputs, like, training):
        # The sum over a large map overflows half precision.
        mean = ops.mean(ops.cast(inputs, "float32"), axis=(1, 2), keepdims=True)
        mean = self.pooled(ops.cast(mean, inputs.dtype), training=training)
        # Resizing a 1x1 map, by any convention, repeats its one pixel.
        return ops.broadcast_to(mean, ops.shape(like))

    def _block(self, name, block=ConvBNReLU, filters=None, **convolution):
        return block(
            filters or self.filters,
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
            **convolution,
        )
