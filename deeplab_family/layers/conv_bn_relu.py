"""Convolution, batch normalization, ReLU: the brick of every network here."""

import keras
from keras import layers

from deeplab_family.backend import check_static_size, require_size
from deeplab_family.layers.atrous_convolution import AtrousConvolution
from deeplab_family.layers.batch_normalization import FusedBatchNormalization
from deeplab_family.layers.symmetric_padding import SymmetricPadding, pair

# No quotation marks: TensorFlow escapes those in an assertion.
ADVICE = "Give a larger image, or build with `same` padding."


@keras.saving.register_keras_serializable(package="deeplab_family")
class ConvBNReLU(layers.Layer):
    """A convolution, batch normalization, an activation.

    A stride is preceded by explicit symmetric padding, so that odd and even
    sizes keep the same pixel centers.

    Args:
        filters: int > 0. Output channels; ignored by `depthwise`.
        kernel_size: odd int >= 1, or a pair, vertical and horizontal.
            Defaults to 1.
        strides: int >= 1, or a pair. Defaults to 1.
        dilation_rate: int >= 1. Defaults to 1. One of `strides` and
            `dilation_rate` must be 1.
        activation: Keras activation or None. Defaults to "relu".
        depthwise: bool. Each channel has a kernel of its own and `filters`
            must be None. Defaults to False.
        use_bias: bool. A bias the normalization takes away again; some
            published networks carry one. Defaults to False.
        padding: "same", or "valid" for kernels that stay within the map.
            Defaults to "same".
        momentum: float, of the moving statistics. Defaults to 0.9997.
        epsilon: float, added to the variance. Defaults to 1e-5.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, ceil(height / strides), ceil(width / strides), filters)`; with
        `padding="valid"`, height and width first lose
        `dilation_rate * (kernel_size - 1)` pixels.

    Raises:
        ValueError: if both `strides` and `dilation_rate` exceed 1, or if
            `filters` is missing, or given to a depthwise block, or if
            `padding` is neither "same" nor "valid"; when built or called on a
            map smaller than a kernel that must stay within it.
    """

    def __init__(
        self,
        filters=None,
        kernel_size=1,
        strides=1,
        dilation_rate=1,
        activation="relu",
        depthwise=False,
        use_bias=False,
        padding="same",
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if max(pair(strides)) > 1 and dilation_rate > 1:
            raise ValueError(
                "One of `strides` and `dilation_rate` must be 1. "
                f"Received: strides={strides}, dilation_rate={dilation_rate}"
            )
        if depthwise != (filters is None):
            raise ValueError(
                "`filters` must be an int > 0, or None with `depthwise=True`. "
                f"Received: filters={filters}, depthwise={depthwise}"
            )
        if padding not in ("same", "valid"):
            raise ValueError(
                f"`padding` must be 'same' or 'valid'. Received: {padding!r}"
            )
        self.filters = filters
        self.kernel_size = kernel_size
        self.strides = strides
        self.dilation_rate = dilation_rate
        self.activation = keras.activations.get(activation)
        self.depthwise = depthwise
        self.use_bias = use_bias
        self.padding = padding
        self.momentum = momentum
        self.epsilon = epsilon
        # Named: a numbered name would be another in each exported graph.
        self.pad = SymmetricPadding(
            kernel_size, dtype=self.dtype_policy, name="pad"
        )
        self.conv = self._convolution()
        self.bn = FusedBatchNormalization(
            momentum, epsilon, dtype=self.dtype_policy, name="bn"
        )

    @property
    def minimum_size(self) -> tuple[int, int]:
        """Fewest rows and columns of a map that leave one of each."""
        if self.padding == "same":
            return (1, 1)
        rows, columns = pair(self.kernel_size)
        rate = self.dilation_rate
        return (rate * (rows - 1) + 1, rate * (columns - 1) + 1)

    def build(self, input_shape):
        check_static_size(input_shape[1:3], self.minimum_size, ADVICE)
        padded = input_shape
        if self._pads():
            padded = self.pad.compute_output_shape(input_shape)
        self.conv.build(padded)
        self.bn.build(self.compute_output_shape(input_shape))

    def call(self, inputs, training=None):
        x = require_size(inputs, self.minimum_size, ADVICE)
        if self._pads():
            x = self.pad(x)
        return self.activation(self.bn(self.conv(x), training=training))

    def compute_output_shape(self, input_shape):
        batch, height, width, channels = input_shape
        strided = [
            None if size is None else (size - least) // stride + 1
            for size, least, stride in zip(
                (height, width),
                self.minimum_size,
                pair(self.strides),
                strict=True,
            )
        ]
        return (batch, *strided, self.filters or channels)

    def get_config(self):
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "dilation_rate": self.dilation_rate,
            "activation": keras.activations.serialize(self.activation),
            "depthwise": self.depthwise,
            "use_bias": self.use_bias,
            "padding": self.padding,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
        }

    def _pads(self) -> bool:
        strided = (
            max(pair(self.strides)) > 1 and max(pair(self.kernel_size)) > 1
        )
        return strided and self.padding == "same"

    def _convolution(self):
        shared = {
            "strides": self.strides,
            "padding": "valid" if self._pads() else self.padding,
            "dilation_rate": self.dilation_rate,
            "use_bias": self.use_bias,
            "dtype": self.dtype_policy,
            "name": "conv",
        }
        if self.depthwise:
            return layers.DepthwiseConv2D(
                self.kernel_size,
                depthwise_initializer="he_normal",
                **shared,
            )
        return AtrousConvolution(
            self.filters,
            self.kernel_size,
            kernel_initializer="he_normal",
            **shared,
        )
