import numpy as np

from deeplab_family.layers import LocalDistribution
from tests.contracts.layer import LayerContract


class TestLocalDistribution(LayerContract):
    layer_class = LocalDistribution
    init_kwargs = {
        "downsampling": "depthwise",
        "ratio": 4,
        "padding": "same",
        "last_relu": False,
        "extra_residual": True,
        "return_mask": False,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 17, 14, 3)
    output_shape = (2, 17, 14, 3)

    def test_equals_the_papers_equation(self):
        layer = self.make(extra_residual=False, return_mask=True)
        x = self.inputs()
        features, mask = layer(x)
        np.testing.assert_array_equal(mask, layer.mask(x))
        np.testing.assert_allclose(features, mask * x + x, atol=1e-6)

    def test_paper_and_released_code_differ_by_the_features_once(self):
        paper = self.make(extra_residual=False)
        released = self.make(extra_residual=True)
        x = self.inputs()
        paper(x), released(x)
        released.set_weights(paper.get_weights())
        np.testing.assert_allclose(released(x) - paper(x), x, atol=1e-6)

    def test_declares_two_shapes_with_the_mask(self):
        layer = self.make(return_mask=True)
        shape = (None, None, None, 3)
        assert layer.compute_output_shape(shape) == (shape, shape)
