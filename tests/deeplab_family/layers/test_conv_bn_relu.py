import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.layers import ConvBNReLU
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestConvBNReLU(LayerContract):
    layer_class = ConvBNReLU
    init_kwargs = {
        "filters": 6,
        "kernel_size": 3,
        "strides": 1,
        "dilation_rate": 2,
        "activation": "relu6",
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 9, 8, 6)

    @pytest.mark.parametrize("size", [(7, 7), (8, 6)])
    def test_strided_convolution_keeps_the_textbook_centers(self, size):
        image = np.random.default_rng(0).normal(size=(*size, 2))
        layer = ConvBNReLU(3, 3, strides=2, activation=None, epsilon=0.0)
        output = layer(image[None].astype("float32"))[0]
        expected = convolve(image, np.asarray(layer.conv.kernel), strides=2)
        np.testing.assert_allclose(output, expected, atol=1e-5)

    @pytest.mark.parametrize("size", [(7, 7), (8, 6)])
    def test_a_strip_strides_along_its_long_side(self, size):
        image = np.random.default_rng(0).normal(size=(*size, 2))
        layer = ConvBNReLU(
            3, (1, 5), strides=(1, 2), activation=None, epsilon=0.0
        )
        output = layer(image[None].astype("float32"))[0]
        kernel = np.asarray(layer.conv.kernel)
        expected = convolve(image, kernel, strides=(1, 2))
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_a_single_pixel_is_enough_for_a_stride(self):
        layer = ConvBNReLU(3, 3, strides=2)
        output = layer(np.ones((1, 1, 1, 2), "float32"))
        # The padding is zero, so the middle of the kernel is all that counts.
        middle = np.asarray(layer.conv.kernel)[1, 1].sum(axis=0)
        assert output.shape == (1, 1, 1, 3)
        np.testing.assert_allclose(
            output[0, 0, 0], np.maximum(middle, 0), rtol=1e-2
        )

    @pytest.mark.parametrize("depthwise", [False, True])
    def test_a_kernel_larger_than_its_map_is_refused_in_a_graph(
        self, depthwise
    ):
        layer = ConvBNReLU(
            None if depthwise else 4,
            (3, 5),
            dilation_rate=2,
            depthwise=depthwise,
            padding="valid",
        )
        assert layer.minimum_size == (5, 9)
        unknown = tf.TensorSpec((None, None, None, 2))
        graph = tf.function(layer, input_signature=[unknown])
        assert graph(np.ones((1, 5, 9, 2), "float32")).shape[1:3] == (1, 1)
        rule = "at least 5 x 9 pixels. Received: 5 x 8"
        small = np.ones((1, 5, 8, 2), "float32")
        with pytest.raises(tf.errors.InvalidArgumentError, match=rule):
            graph(small)
        with pytest.raises(ValueError, match=rule):
            layer(small)
        with pytest.raises(ValueError, match=rule):
            layer.build((None, 5, 8, 2))

    def test_refuses_stride_and_rate_together(self):
        with pytest.raises(ValueError, match="strides=2, dilation_rate=2"):
            ConvBNReLU(4, 3, strides=2, dilation_rate=2)

    def test_refuses_missing_filters(self):
        with pytest.raises(ValueError, match="`filters`"):
            ConvBNReLU(kernel_size=3)

    def test_has_no_bias(self):
        layer = ConvBNReLU(4, 3)
        layer.build((None, None, None, 2))
        names = [weight.name for weight in layer.weights]
        assert "bias" not in names

    def test_refuses_unknown_padding(self):
        with pytest.raises(ValueError, match="Received: 'full'"):
            ConvBNReLU(4, 3, padding="full")


class TestBiasWithoutPadding(LayerContract):
    layer_class = ConvBNReLU
    init_kwargs = {
        "filters": 3,
        "kernel_size": 3,
        "strides": 2,
        "use_bias": True,
        "padding": "valid",
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 4, 3, 3)

    def test_every_tap_stays_within_the_map(self):
        image = np.random.default_rng(0).normal(size=(9, 8, 2))
        layer = self.make(activation=None, epsilon=0.0)
        layer.build((None, None, None, 2))
        layer.conv.bias.assign([1.0, 2.0, 3.0])
        output = layer(image[None].astype("float32"))[0]
        everywhere = convolve(image, np.asarray(layer.conv.kernel))
        expected = everywhere[1:-1:2, 1:-1:2] + [1.0, 2.0, 3.0]
        np.testing.assert_allclose(output, expected, atol=1e-5)


class TestStrip(LayerContract):
    layer_class = ConvBNReLU
    init_kwargs = {"filters": 6, "kernel_size": (5, 1), "strides": (2, 1)}
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 5, 8, 6)


class TestDepthwise(LayerContract):
    layer_class = ConvBNReLU
    init_kwargs = {"depthwise": True, "kernel_size": 3, "strides": 2}
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 5, 4, 4)

    def test_channels_do_not_mix(self):
        layer = ConvBNReLU(depthwise=True, kernel_size=3, activation=None)
        x = np.zeros((1, 5, 5, 2), "float32")
        x[..., 0] = 1
        output = keras.ops.convert_to_numpy(layer(x))
        assert np.abs(output[..., 0]).max() > 0
        assert np.abs(output[..., 1]).max() == 0
