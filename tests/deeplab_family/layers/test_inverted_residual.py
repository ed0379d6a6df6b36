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
        "kernel_size": 5,
        "activation": "hard_silu",
        "squeezed_filters": 3,
        "residual": True,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 9, 8, 4)

    @pytest.mark.parametrize(
        ("filters", "strides", "residual", "adds"),
        [
            (4, 1, True, True),
            (6, 1, True, False),
            (4, 2, True, False),
            (4, 1, False, False),
        ],
    )
    def test_adds_the_input_where_shapes_agree(
        self, filters, strides, residual, adds
    ):
        layer = InvertedResidual(filters, 4, strides=strides, residual=residual)
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
        "residual": False,
    }
    input_shape = (2, 9, 8, 4)
    output_shape = (2, 5, 4, 3)


def test_a_fractional_expansion_meets_whole_channels():
    layer = InvertedResidual(4, input_filters=80, expansion=2.3)
    layer.build((None, None, None, 80))
    assert layer.expand.filters == 184


def test_squeezed_channels_answer_to_the_whole_map():
    layer = InvertedResidual(4, 4, expansion=2, squeezed_filters=3)
    layer.build((None, None, None, 4))
    squeeze = layer.squeeze_excite.squeeze
    squeeze.bias.assign(np.ones(3))  # no ReLU is dead, whatever was drawn
    x = np.random.default_rng(0).uniform(-1, 1, (1, 9, 9, 4)).astype("f4")
    before = np.asarray(layer(x))
    x[0, 8, 8] += 1
    assert np.abs(np.asarray(layer(x)) - before)[0, 0, 0].max() > 0
