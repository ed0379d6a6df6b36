"""A residual unit that looks through crossed strips instead of a 3x3 kernel.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 4.1
("ResNet-GCN"), figure 5 (B) and appendix A.
"""

import keras
from keras import layers, ops

from deeplab_family.layers.conv_bn_relu import ConvBNReLU


@keras.saving.register_keras_serializable(package="deeplab_family")
class GlobalBottleneck(layers.Layer):
    """Two crossing paths of strips are added, widened, added to the input.

    One path is 1 x k then k x 1, the other k x 1 then 1 x k. Each strip is
    followed by batch normalization and ReLU, the last 1x1 convolution by
    normalization alone. With a stride, each strip strides along its own long
    side, so that no pixel is skipped; the paper does not say where its stride
    sits, and this placement has the cost it states.

    Args:
        filters: int > 0. Channels of the result.
        inner_filters: int > 0. Channels of the strips.
        kernel_size: odd int >= 1, length k of the strips. Defaults to 5.
        strides: int >= 1. Defaults to 1.
        dilation_rate: int >= 1, of the strips; 1 where `strides` > 1.
            Defaults to 1.
        projection: bool. The shortcut is a 1x1 convolution, needed where the
            width changes; otherwise it is the input. Defaults to False.
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`; without `projection`, channels must
        be `filters`.

    Output shape:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`.

    Raises:
        ValueError: if `strides` > 1 without `projection`.
    """

    def __init__(
        self,
        filters,
        inner_filters,
        kernel_size=5,
        strides=1,
        dilation_rate=1,
        projection=False,
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if strides > 1 and not projection:
            raise ValueError(
                "`projection=True` is needed where the size changes. Received: "
                f"strides={strides}"
            )
        self.filters = filters
        self.inner_filters = inner_filters
        self.kernel_size = kernel_size
        self.strides = strides
        self.dilation_rate = dilation_rate
        self.projection = projection
        self.momentum = momentum
        self.epsilon = epsilon
        self.rows_first = [self._row("row_1"), self._column("column_1")]
        self.columns_first = [self._column("column_2"), self._row("row_2")]
        self.expand = self._block(filters, "expand", activation=None)
        self.shortcut = None
        if projection:
            self.shortcut = self._block(
                filters, "shortcut", strides=strides, activation=None
            )

    def build(self, input_shape):
        for first, second in (self.rows_first, self.columns_first):
            first.build(input_shape)
            second.build(first.compute_output_shape(input_shape))
        output_shape = self.compute_output_shape(input_shape)
        self.expand.build((*output_shape[:-1], self.inner_filters))
        if self.shortcut is not None:
            self.shortcut.build(input_shape)

    def call(self, inputs, training=None):
        row, then_column = self.rows_first
        column, then_row = self.columns_first
        x = then_column(row(inputs, training=training), training=training)
        x += then_row(column(inputs, training=training), training=training)
        x = self.expand(x, training=training)
        shortcut = inputs
        if self.shortcut is not None:
            shortcut = self.shortcut(inputs, training=training)
        return ops.relu(x + shortcut)

    def compute_output_shape(self, input_shape):
        x = self.rows_first[0].compute_output_shape(input_shape)
        x = self.rows_first[1].compute_output_shape(x)
        return (*x[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "inner_filters": self.inner_filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "dilation_rate": self.dilation_rate,
            "projection": self.projection,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _row(self, name):
        return self._strip(
            name, kernel_size=(1, self.kernel_size), strides=(1, self.strides)
        )

    def _column(self, name):
        return self._strip(
            name, kernel_size=(self.kernel_size, 1), strides=(self.strides, 1)
        )

    def _strip(self, name, **convolution):
        return self._block(
            self.inner_filters,
            name,
            dilation_rate=self.dilation_rate,
            **convolution,
        )

    def _block(self, filters, name, **convolution):
        return ConvBNReLU(
            filters,
            momentum=self.momentum,
            epsilon=self.epsilon,
            dtype=self.dtype_policy,
            name=name,
            **convolution,
        )
