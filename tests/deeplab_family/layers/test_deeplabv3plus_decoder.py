import numpy as np
import pytest

from deeplab_family.layers import DeepLabV3PlusDecoder
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve


class TestLowLevelDecoder(LayerContract):
    layer_class = DeepLabV3PlusDecoder
    init_kwargs = {
        "filters": 4,
        "low_level_filters": 2,
        "separable": True,
        "stride": None,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = [(2, 3, 4, 5), (2, 9, 7, 3)]
    output_shape = (2, 9, 7, 4)

    def test_equals_its_definition_written_out(self):
        layer = DeepLabV3PlusDecoder(3, low_level_filters=2, epsilon=0.0)
        generator = np.random.default_rng(0)
        coarse = generator.normal(size=(2, 2, 2))
        fine = generator.normal(size=(3, 3, 4))
        output = layer([coarse[None].astype("f4"), fine[None].astype("f4")])[0]

        def block(layer, x):
            return np.maximum(convolve(x, np.asarray(layer.conv.kernel)), 0)

        halves = np.array([[1, 0], [0.5, 0.5], [0, 1]])
        grown = np.einsum("yi,xj,ijc->yxc", halves, halves, coarse)
        joined = np.concatenate([grown, block(layer.reduce, fine)], axis=-1)
        expected = block(layer.second, block(layer.first, joined))
        np.testing.assert_allclose(output, expected, atol=1e-5)

    def test_the_coarse_map_lies_on_the_pixels_it_was_made_of(self):
        """At even sizes, too: 6 fine rows are 3 coarse ones, 0, 2 and 4."""
        layer = DeepLabV3PlusDecoder(3, low_level_filters=2, stride=2)
        ramp = np.arange(6, dtype="float32")
        ramp = np.broadcast_to(ramp[:, None, None], (6, 6, 2))
        fine = np.zeros((1, 6, 6, 4), "float32")
        clamped = np.minimum(ramp, 4)[None]
        layer.build([(1, 3, 3, 2), fine.shape])
        same = DeepLabV3PlusDecoder(3, low_level_filters=2, stride=1)
        same.build([clamped.shape, fine.shape])
        same.set_weights(layer.get_weights())
        np.testing.assert_allclose(
            layer([ramp[None, ::2, ::2], fine]),
            same([clamped, fine]),
            atol=1e-5,
        )

    @pytest.mark.parametrize(
        ("separable", "weights"),
        [(False, 1_303_648), (True, 162_928)],
    )
    def test_parameters_of_the_papers_decoder(self, separable, weights):
        layer = DeepLabV3PlusDecoder(separable=separable)
        layer.build([(None, None, None, 256), (None, None, None, 256)])
        count = sum(int(np.prod(v.shape)) for v in layer.trainable_variables)
        assert count == weights
