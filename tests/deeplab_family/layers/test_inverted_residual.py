import numpy as np
import pytest

from deeplab_family.layers import InvertedResidual
from tests.contracts.layer import LayerContract


class TestInvertedResidual(LayerContract):
    layer_class = InvertedResidual
    init_kwargs = {
        "filters": 4,
        "input_filters": 4,
        "expansion": 2,
        "strides": 1,
        "dilation_rate": 2,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 9, 8, 4)

    @pytest.mark.parametrize(
        ("filters", "strides", "adds"),
        [(4, 1, True), (6, 1, False), (4, 2, False)],
    )
    def test_adds_the_input_where_shapes_agree(self, filters, strides, adds):
        layer = InvertedResidual(filters, 4, strides=strides)
        layer.build((None, None, None, 4))
        for weight in layer.project.weights:
            weight.assign(np.zeros(weight.shape))
        x = self.inputs()
        assert (np.abs(np.asarray(layer(x))).max() > 0) == adds


class TestWithoutExpansion(LayerContract):
    layer_class = InvertedResidual
    init_kwargs = {
        "filters": 3,
        "input_filters": 4,
        "expansion": 1,
        "strides": 2,
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 5, 4, 3)
