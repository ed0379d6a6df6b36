import numpy as np
import pytest

from deeplab_family.layers import Bottleneck
from tests.contracts.layer import LayerContract


class TestBottleneck(LayerContract):
    layer_class = Bottleneck
    init_kwargs = {
        "filters": 3,
        "strides": 2,
        "dilation_rate": 2,
        "projection": True,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 9, 8, 5)
    output_shape = (2, 5, 4, 12)

    def test_identity_shortcut_with_stride_takes_every_second_pixel(self):
        layer = Bottleneck(2, strides=2)
        layer.build((None, None, None, 8))
        for weight in layer.expand.weights:
            weight.assign(np.zeros(weight.shape))
        x = np.random.default_rng(0).uniform(0, 1, (1, 5, 6, 8)).astype("f4")
        np.testing.assert_array_equal(layer(x), x[:, ::2, ::2])

    def test_stride_on_the_3x3_sees_the_pixels_between(self):
        x = np.zeros((1, 5, 5, 8), "float32")
        x[0, 1, 1] = 1.0  # odd pixels: a strided 1x1 never reads them

        def changes(placement):
            layer = Bottleneck(2, strides=2, stride_placement=placement)
            return np.abs(np.asarray(layer(x))).max() > 0

        assert changes("3x3") and not changes("first_1x1")

    def test_gives_what_it_adds_to_the_shortcut(self):
        layer = Bottleneck(2, strides=2, residual_output=True)
        x = np.random.default_rng(0).normal(0, 1, (1, 5, 6, 8)).astype("f4")
        output, residual = (np.asarray(y) for y in layer(x))
        assert residual.min() < 0
        expected = np.maximum(x[:, ::2, ::2] + residual, 0)
        np.testing.assert_allclose(output, expected, atol=1e-6)
        shapes = layer.compute_output_shape((None, 5, 6, 8))
        assert shapes == ((None, 3, 3, 8),) * 2

    def test_refuses_a_change_of_width_without_projection(self):
        with pytest.raises(ValueError, match="projection=True"):
            Bottleneck(2).build((None, None, None, 4))
