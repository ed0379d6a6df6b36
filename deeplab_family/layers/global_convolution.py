"""Global convolution: classes scored from a region as large as the map.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 3.1 and
figure 2 (B).
"""

import keras
from keras import layers

from deeplab_family.layers.atrous_convolution import AtrousConvolution


@keras.saving.register_keras_serializable(package="deeplab_family")
class GlobalConvolution(layers.Layer):
    """Connects k x k pixels densely at a cost that grows with k, not k squared.

    Two paths of strips cross: k x 1 followed by 1 x k, and 1 x k followed by
    k x 1; their results are added. Nothing nonlinear stands between, so the
    whole is one k x k convolution of restricted rank.

    Args:
        filters: int >= 1. Output channels, also between the strips; the number
            of classes in the paper.
        kernel_size: odd int >= 1, the k of the paper, in pixels of the map.
            Defaults to 15.
        dilation_rate: int >= 1, distance between the taps. Defaults to 1.
        use_bias: bool. Defaults to True; the paper's counts are those without.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, height, width, filters)`.

    Raises:
        ValueError: if `kernel_size` is even or below 1.
    """

    def __init__(
        self,
        filters,
        kernel_size=15,
        dilation_rate=1,
        use_bias=True,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if kernel_size < 1 or kernel_size % 2 == 0:
            raise ValueError(
                "`kernel_size` must be odd and >= 1, so that score and pixel "
                f"stay aligned. Received: {kernel_size}"
            )
        self.filters = filters
        self.kernel_size = kernel_size
        self.dilation_rate = dilation_rate
        self.use_bias = use_bias
        column, row = (kernel_size, 1), (1, kernel_size)
        self.columns_first = self._two_strips(column, row, "columns_first")
        self.rows_first = self._two_strips(row, column, "rows_first")

    def build(self, input_shape):
        for first, second in (self.columns_first, self.rows_first):
            first.build(input_shape)
            second.build(self.compute_output_shape(input_shape))

    def call(self, inputs):
        column, then_row = self.columns_first
        row, then_column = self.rows_first
        return then_row(column(inputs)) + then_column(row(inputs))

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.filters)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "dilation_rate": self.dilation_rate,
            "use_bias": self.use_bias,
        }

    def _two_strips(self, first, second, name):
        # The last strip starts small, as every layer of logits here: a fresh
        # network then has no opinion.
        small = keras.initializers.TruncatedNormal(stddev=0.01)
        return [
            self._strip(first, f"{name}_1"),
            self._strip(second, f"{name}_2", kernel_initializer=small),
        ]

    def _strip(self, kernel_size, name, **arguments):
        return AtrousConvolution(
            self.filters,
            kernel_size,
            padding="same",
            dilation_rate=self.dilation_rate,
            use_bias=self.use_bias,
            dtype=self.dtype_policy,
            name=name,
            **arguments,
        )
