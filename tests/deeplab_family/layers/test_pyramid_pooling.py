import numpy as np
import pytest

from deeplab_family.layers import PyramidPooling
from tests.contracts.traced_layer import TracedLayerContract
from tests.count_parameters import trainable
from tests.plain_convolution import convolve


class TestPyramidPooling(TracedLayerContract):
    layer_class = PyramidPooling
    init_kwargs = {
        "filters": 4,
        "bins": (1, 3),
        "branch_activation": "relu",
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (3, 7, 6, 5)
    output_shape = (3, 7, 6, 4)

    def test_equals_its_definition_written_out(self):
        layer = PyramidPooling(filters=3, bins=(1, 2), epsilon=0.0)
        image = np.random.default_rng(0).uniform(-1, 1, (6, 4, 2))
        output = layer(image[None].astype("float32"))[0]
        whole, quarters = (
            np.asarray(branch.conv.kernel)[0, 0] for branch in layer.branches
        )
        mean = np.broadcast_to(image.mean((0, 1)) @ whole, (6, 4, 3))
        means = image.reshape(2, 3, 2, 2, 2).mean((1, 3)) @ quarters
        y, x = np.mgrid[0:6, 0:4] / np.array([5, 3]).reshape(2, 1, 1)
        y, x = y[..., None], x[..., None]
        top = means[0, 0] * (1 - x) + means[0, 1] * x
        bottom = means[1, 0] * (1 - x) + means[1, 1] * x
        joined = np.concatenate(
            [image, mean, top * (1 - y) + bottom * y], axis=-1
        )
        kernel = np.asarray(layer.projection.conv.kernel)
        expected = np.maximum(convolve(joined, kernel), 0)
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_parameters_equal_the_released_head(self):
        layer = PyramidPooling()
        layer.build((None, None, None, 2048))
        assert trainable(layer) == 46_715_347 - 23_631_808 - (512 * 19 + 19)

    def test_refuses_no_bins(self):
        with pytest.raises(ValueError, match="`bins`"):
            PyramidPooling(bins=(0, 2))
