import numpy as np
import pytest

from deeplab_family.layers import Deconvolution
from tests.contracts.layer import LayerContract


class TestDeconvolution(LayerContract):
    layer_class = Deconvolution
    init_kwargs = {"kernel_size": 3}
    input_shape = (2, 4, 5, 3)
    output_shape = (2, 8, 10, 3)

    @pytest.mark.parametrize("kernel_size", [3, 4])
    def test_scatters_each_pixel_by_the_kernel(self, kernel_size):
        layer = Deconvolution(kernel_size)
        layer.build((None, None, None, 2))
        generator = np.random.default_rng(0)
        kernel = generator.normal(size=layer.conv.kernel.shape)
        layer.conv.kernel.assign(kernel)
        image = generator.normal(size=(3, 4, 2))
        spread = np.zeros((3 * 2 + 2, 4 * 2 + 2, 2))
        for y in range(3):
            for x in range(4):
                for i in range(kernel_size):
                    for j in range(kernel_size):
                        spread[2 * y + i, 2 * x + j] += (
                            kernel[i, j] @ image[y, x]
                        )
        output = layer(image[None].astype("float32"))[0]
        np.testing.assert_allclose(output, spread[1:7, 1:9], atol=1e-5)

    def test_a_fresh_even_kernel_interpolates_between_two_pixels(self):
        ramp = np.array([[0.0, 4.0, 8.0]] * 3, "float32")[None, :, :, None]
        output = np.asarray(Deconvolution()(ramp))[0, 2, :, 0]
        np.testing.assert_allclose(output[1:5], [1, 3, 5, 7])

    def test_a_fresh_odd_kernel_keeps_every_second_pixel(self):
        image = self.inputs()
        output = np.asarray(Deconvolution(3)(image))
        np.testing.assert_allclose(output[:, ::2, ::2], image, atol=1e-6)
        between = (image[:, :-1] + image[:, 1:]) / 2
        np.testing.assert_allclose(output[:, 1:-1:2, ::2], between, atol=1e-6)

    def test_fresh_classes_do_not_mix(self):
        scores = np.zeros((1, 3, 3, 2), "float32")
        scores[..., 0] = 1
        output = np.asarray(Deconvolution()(scores))
        assert output[..., 0].min() > 0
        assert not output[..., 1].any()

    def test_parameters_for_21_classes(self):
        layer = Deconvolution()
        layer.build((None, None, None, 21))
        assert layer.count_params() == 7_056

    @pytest.mark.parametrize("kernel_size", [2, 5])
    def test_refuses_other_kernels(self, kernel_size):
        with pytest.raises(ValueError, match="`kernel_size`"):
            Deconvolution(kernel_size)
