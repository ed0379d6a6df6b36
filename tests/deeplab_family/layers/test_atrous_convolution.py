import numpy as np
import pytest

from deeplab_family.layers import AtrousConvolution
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestAtrousConvolution(LayerContract):
    layer_class = AtrousConvolution
    init_kwargs = {
        "filters": 5,
        "kernel_size": (3, 3),
        "dilation_rate": (2, 2),
        "padding": "same",
    }
    input_shape = (2, 9, 8, 3)
    output_shape = (2, 9, 8, 5)

    @pytest.mark.parametrize("rate", [1, 2, 3, 12])
    @pytest.mark.parametrize("size", [(7, 7), (8, 6)])
    def test_equals_the_textbook_sum(self, rate, size):
        image = np.random.default_rng(0).normal(size=(1, *size, 2))
        layer = AtrousConvolution(
            3, 3, dilation_rate=rate, padding="same", use_bias=False
        )
        output = layer(image.astype("float32"))[0]
        kernel = np.asarray(layer.kernel)
        expected = convolve(image[0], kernel, dilation_rate=rate)
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_an_impulse_lights_nine_points_rate_pixels_apart(self):
        layer = AtrousConvolution(
            1, 3, dilation_rate=3, padding="same", kernel_initializer="ones"
        )
        impulse = np.zeros((1, 9, 9, 1), "float32")
        impulse[0, 4, 4, 0] = 1
        expected = np.zeros((9, 9))
        expected[1::3, 1::3] = 1
        np.testing.assert_array_equal(layer(impulse)[0, :, :, 0], expected)
