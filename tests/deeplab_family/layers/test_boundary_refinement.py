import numpy as np

from deeplab_family.layers import BoundaryRefinement
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestBoundaryRefinement(LayerContract):
    layer_class = BoundaryRefinement
    init_kwargs = {"dilation_rate": 2}
    input_shape = (2, 9, 8, 3)
    output_shape = (2, 9, 8, 3)

    def test_equals_its_definition_written_out(self):
        layer = BoundaryRefinement()
        scores = np.random.default_rng(0).normal(size=(5, 6, 3))
        output = layer(scores[None].astype("float32"))[0]
        seen = np.maximum(convolve(scores, np.asarray(layer.look.kernel)), 0)
        residual = convolve(seen, np.asarray(layer.correct.kernel))
        np.testing.assert_allclose(output, scores + residual, atol=1e-5)

    def test_without_a_residual_the_scores_stay(self):
        layer = BoundaryRefinement()
        scores = self.inputs()
        layer.build(scores.shape)
        for weight in layer.correct.weights:
            weight.assign(np.zeros(weight.shape))
        np.testing.assert_array_equal(layer(scores), scores)

    def test_sees_two_pixels_far(self):
        layer = BoundaryRefinement()
        scores = np.zeros((1, 9, 9, 2), "float32")
        dark = np.asarray(layer(scores))
        scores[0, 4, 4] = 1
        changed = np.asarray(layer(scores)) != dark
        rows = np.flatnonzero(changed.any((0, 2, 3)))
        assert rows.min() >= 2 and rows.max() <= 6

    def test_parameters_for_21_classes(self):
        layer = BoundaryRefinement()
        layer.build((None, None, None, 21))
        assert layer.count_params() == 7_980
