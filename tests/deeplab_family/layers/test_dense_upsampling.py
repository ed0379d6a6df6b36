import numpy as np
import pytest

from deeplab_family.layers import DenseUpsampling
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve
from tests.randomize import randomize


class TestDenseUpsampling(LayerContract):
    layer_class = DenseUpsampling
    init_kwargs = {"num_classes": 3, "factor": 2, "atrous_rates": (1, 2)}
    input_shape = (2, 5, 4, 6)
    output_shape = (2, 10, 8, 3)

    def test_each_pixel_has_a_convolution_of_its_own(self):
        layer = DenseUpsampling(3, factor=2, atrous_rates=(1,))
        layer.build((None, None, None, 2))
        randomize(layer)
        image = np.random.default_rng(0).normal(size=(5, 4, 2))
        output = np.asarray(layer(image[None].astype("float32"))[0])
        kernel, bias = (np.asarray(weight) for weight in layer.weights)
        for dy in range(2):
            for dx in range(2):
                own = slice(3 * (2 * dy + dx), 3 * (2 * dy + dx + 1))
                expected = convolve(image, kernel[..., own]) + bias[own]
                np.testing.assert_allclose(
                    output[dy::2, dx::2], expected, atol=1e-5
                )

    def test_weights_of_the_released_code_fit_after_a_permutation(self):
        """MXNet's channel is c * r**2 + dy * r + dx."""
        classes, r = 3, 2
        theirs = np.random.default_rng(0).normal(size=(4, 5, classes * r * r))
        pixels = theirs.reshape(4, 5, classes, r, r)
        expected = pixels.transpose(0, 3, 1, 4, 2).reshape(8, 10, classes)
        order = np.arange(classes * r * r).reshape(classes, r * r).T.ravel()

        layer = DenseUpsampling(classes, factor=r, atrous_rates=(1,))
        layer.build((None, None, None, classes * r * r))
        kernel = np.zeros((3, 3, classes * r * r, classes * r * r))
        kernel[1, 1] = np.eye(classes * r * r)
        layer.set_weights([kernel[..., order], np.zeros(classes * r * r)])
        output = layer(theirs[None].astype("float32"))[0]
        np.testing.assert_allclose(output, expected, atol=1e-6)

    def test_factor_one_is_the_pyramid_alone(self):
        layer = DenseUpsampling(4, factor=1, atrous_rates=(1, 2))
        x = self.inputs()
        np.testing.assert_array_equal(layer(x), layer.scores(x))

    @pytest.mark.parametrize(
        "arguments",
        [{"num_classes": 0, "factor": 2}, {"num_classes": 3, "factor": 0}],
    )
    def test_refuses_nothing_to_predict(self, arguments):
        with pytest.raises(ValueError, match="`num_classes` and `factor`"):
            DenseUpsampling(**arguments)
