import numpy as np
import pytest

from deeplab_family.layers import GlobalConvolution
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestGlobalConvolution(LayerContract):
    layer_class = GlobalConvolution
    init_kwargs = {
        "filters": 4,
        "kernel_size": 5,
        "dilation_rate": 2,
        "use_bias": False,
    }
    input_shape = (2, 9, 8, 3)
    output_shape = (2, 9, 8, 4)

    @pytest.mark.parametrize(("kernel_size", "rate"), [(3, 1), (5, 1), (3, 2)])
    def test_an_impulse_lights_k_by_k_pixels(self, kernel_size, rate):
        layer = GlobalConvolution(1, kernel_size, rate)
        layer.build((None, None, None, 1))
        for weight in layer.weights:
            weight.assign(np.full(weight.shape, weight.name == "kernel"))
        impulse = np.zeros((1, 13, 13, 1), "float32")
        impulse[0, 6, 6, 0] = 1
        expected = np.zeros((13, 13))
        reach = kernel_size // 2 * rate
        lit = slice(6 - reach, 6 + reach + 1, rate)
        expected[lit, lit] = 2  # once by each path
        np.testing.assert_array_equal(layer(impulse)[0, :, :, 0], expected)

    def test_equals_its_definition_written_out(self):
        layer = GlobalConvolution(3, 5)
        image = np.random.default_rng(0).normal(size=(6, 7, 2))
        layer.build((None, None, None, 2))
        for weight in layer.weights:
            if weight.name == "bias":
                weight.assign(np.arange(3))

        def path(strips):
            x = image
            for strip in strips:
                x = convolve(x, np.asarray(strip.kernel)) + np.arange(3)
            return x

        expected = path(layer.columns_first) + path(layer.rows_first)
        output = layer(image[None].astype("float32"))[0]
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_is_one_convolution_of_a_large_kernel(self):
        layer = GlobalConvolution(3, 5, use_bias=False)
        layer.build((None, None, None, 2))
        column, row = (
            np.asarray(strip.kernel)[:, 0] if tall else strip.kernel[0]
            for strip, tall in zip(layer.columns_first, (1, 0), strict=True)
        )
        kernel = np.einsum("iac,jcb->ijab", column, row)
        row, column = (
            np.asarray(strip.kernel)[:, 0] if tall else strip.kernel[0]
            for strip, tall in zip(layer.rows_first, (0, 1), strict=True)
        )
        kernel += np.einsum("jac,icb->ijab", row, column)
        image = np.random.default_rng(0).normal(size=(9, 9, 2))
        output = np.asarray(layer(image[None].astype("float32")))[0]
        expected = convolve(image, kernel)
        # At the border the strips see zeros twice, the square only once.
        np.testing.assert_allclose(
            output[2:-2, 2:-2], expected[2:-2, 2:-2], atol=1e-5
        )

    @pytest.mark.parametrize(
        ("kernel_size", "weights"),
        [(3, 260_694), (5, 434_490), (7, 608_286), (9, 782_082)],
    )
    def test_weights_equal_the_papers_table_2(self, kernel_size, weights):
        layer = GlobalConvolution(21, kernel_size, use_bias=False)
        layer.build((None, None, None, 2048))
        assert layer.count_params() == weights

    @pytest.mark.parametrize("kernel_size", [0, 4, -3])
    def test_refuses_a_kernel_without_center(self, kernel_size):
        with pytest.raises(ValueError, match="`kernel_size`"):
            GlobalConvolution(3, kernel_size)
