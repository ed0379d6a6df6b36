import numpy as np
import pytest

from deeplab_family.layers import ASPP
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestASPP(LayerContract):
    layer_class = ASPP
    init_kwargs = {
        "atrous_rates": (1, 2),
        "filters": 4,
        "image_pooling": True,
        "output_filters": 6,
        "center_kernel_size": 3,
        "project": True,
        "separable": True,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (3, 7, 6, 5)
    output_shape = (3, 7, 6, 6)

    def test_equals_its_definition_written_out(self):
        layer = ASPP((2,), filters=3, epsilon=0.0)
        image = np.random.default_rng(0).uniform(0, 1, (6, 5, 2))
        output = layer(image[None].astype("float32"))[0]

        def branch(block, x, rate=1):
            kernel = np.asarray(block.conv.kernel)
            return np.maximum(convolve(x, kernel, dilation_rate=rate), 0)

        mean = image.mean((0, 1), keepdims=True)
        pooled = branch(layer.pooled, mean)
        joined = np.concatenate(
            [
                branch(layer.branches[0], image),
                branch(layer.branches[1], image, rate=2),
                np.broadcast_to(pooled, (6, 5, 3)),
            ],
            axis=-1,
        )
        expected = branch(layer.projection, joined)
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_separable_branches_equal_their_definition_written_out(self):
        layer = ASPP(
            (2,), filters=3, image_pooling=False, project=False, separable=True
        )
        image = np.random.default_rng(0).uniform(0, 1, (6, 5, 2))
        output = layer(image[None].astype("float32"))[0]
        # A depthwise kernel is a dense one that is zero between channels.
        depthwise = np.asarray(layer.branches[1].depthwise.conv.kernel)[..., 0]
        dense = depthwise[..., None] * np.eye(2)
        pointwise = np.asarray(layer.branches[1].pointwise.conv.kernel)
        shrink = (1 + 1e-5) ** -0.5  # of each batch normalization
        seen = np.maximum(convolve(image, dense, dilation_rate=2), 0) * shrink
        expected = np.maximum(convolve(seen, pointwise), 0) * shrink
        np.testing.assert_allclose(output[..., 3:], expected, atol=1e-5)

    def test_parameters_equal_the_papers_head(self):
        layer = ASPP((6, 12, 18))
        layer.build((None, None, None, 2048))
        count = sum(int(np.prod(v.shape)) for v in layer.trainable_variables)
        assert count == 15_535_104

    def test_the_projection_may_be_wider_than_the_branches(self):
        layer = ASPP((2,), filters=3, output_filters=7)
        assert layer(self.inputs()).shape == (3, 7, 6, 7)
        assert layer.branches[0].filters == 3

    def test_without_image_pooling_no_pixel_sees_beyond_the_rates(self):
        layer = ASPP((2,), filters=3, image_pooling=False)
        x = np.zeros((1, 11, 11, 2), "float32")
        dark = np.asarray(layer(x))
        x[0, 5, 5] = 1.0
        changed = np.abs(np.asarray(layer(x)) - dark).max((0, 3)) > 0
        assert not changed[:3].any() and not changed[8:].any()

    def test_without_projection_the_branches_stand_side_by_side(self):
        layer = ASPP((1, 2), filters=4, project=False)
        x = self.inputs()
        output = np.asarray(layer(x))
        assert output.shape == (3, 7, 6, 16)
        assert layer.compute_output_shape(x.shape) == output.shape
        np.testing.assert_array_equal(output[..., :4], layer.branches[0](x))
        np.testing.assert_array_equal(output[..., 8:12], layer.branches[2](x))

    def test_branches_may_see_other_maps_than_the_mean_does(self):
        layer = ASPP((1,), filters=4, project=False)
        x, center, ring = (self.inputs(seed) for seed in range(3))
        output = np.asarray(layer(x, views=[center, ring]))
        np.testing.assert_array_equal(
            output[..., :4], layer.branches[0](center)
        )
        np.testing.assert_array_equal(output[..., 4:8], layer.branches[1](ring))
        np.testing.assert_array_equal(output[..., 8:], layer(x)[..., 8:])

    def test_refuses_a_center_without_center(self):
        with pytest.raises(ValueError, match="`center_kernel_size`"):
            ASPP((1,), center_kernel_size=2)

    def test_refuses_rate_zero(self):
        with pytest.raises(ValueError, match="`atrous_rates`"):
            ASPP((0, 6))
