import numpy as np
import pytest

from deeplab_family.layers import ConvolutionStack
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestConvolutionStack(LayerContract):
    layer_class = ConvolutionStack
    init_kwargs = {
        "filters": 4,
        "kernel_size": 5,
        "inner_filters": 6,
        "dilation_rate": 2,
    }
    input_shape = (2, 9, 8, 3)
    output_shape = (2, 9, 8, 4)

    @pytest.mark.parametrize("kernel_size", [3, 5, 7])
    def test_an_impulse_lights_k_by_k_pixels(self, kernel_size):
        layer = ConvolutionStack(1, kernel_size)
        layer.build((None, None, None, 1))
        for weight in layer.weights:
            weight.assign(np.full(weight.shape, weight.name == "kernel"))
        impulse = np.zeros((1, 9, 9, 1), "float32")
        impulse[0, 4, 4, 0] = 1
        lit = np.asarray(layer(impulse))[0, :, :, 0] > 0
        reach = kernel_size // 2
        expected = np.zeros((9, 9), bool)
        expected[4 - reach : 5 + reach, 4 - reach : 5 + reach] = True
        np.testing.assert_array_equal(lit, expected)

    def test_equals_convolutions_in_a_row(self):
        layer = ConvolutionStack(2, kernel_size=5)
        image = np.random.default_rng(0).normal(size=(5, 6, 3))
        output = layer(image[None].astype("float32"))[0]
        expected = image
        for convolution in layer.convolutions:
            expected = convolve(expected, np.asarray(convolution.kernel))
        np.testing.assert_allclose(output, expected, atol=1e-5)

    @pytest.mark.parametrize(
        ("inner_filters", "weights"),
        [(None, 75_884_544), (1024, 28_505_088), (210, 4_307_310)],
    )
    def test_kernels_equal_the_papers_table_4(self, inner_filters, weights):
        layer = ConvolutionStack(21, 7, inner_filters)
        layer.build((None, None, None, 2048))
        kernels = [convolution.kernel for convolution in layer.convolutions]
        assert sum(int(np.prod(kernel.shape)) for kernel in kernels) == weights

    @pytest.mark.parametrize("kernel_size", [1, 4])
    def test_refuses_sizes_that_3x3_cannot_add_up_to(self, kernel_size):
        with pytest.raises(ValueError, match="`kernel_size`"):
            ConvolutionStack(3, kernel_size)
