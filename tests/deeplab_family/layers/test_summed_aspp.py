import numpy as np
import pytest

from deeplab_family.layers import SummedASPP
from tests.contracts.layer import LayerContract
from tests.plain_convolution import convolve
from tests.randomize import randomize


class TestSummedASPP(LayerContract):
    layer_class = SummedASPP
    init_kwargs = {"filters": 4, "atrous_rates": (1, 3)}
    input_shape = (2, 7, 6, 5)
    output_shape = (2, 7, 6, 4)

    def test_equals_the_sum_of_its_branches_written_out(self):
        layer = SummedASPP(3, (1, 2))
        layer.build((None, None, None, 2))
        randomize(layer)
        image = np.random.default_rng(0).normal(size=(6, 5, 2))
        expected = 0.0
        for branch, rate in zip(layer.branches, (1, 2), strict=True):
            kernel, bias = (np.asarray(weight) for weight in branch.weights)
            expected += convolve(image, kernel, dilation_rate=rate) + bias
        output = layer(image[None].astype("float32"))[0]
        np.testing.assert_allclose(output, expected, atol=1e-5)

    @pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
    def test_the_sum_is_float32_under(self, policy):
        layer = self.make(dtype=policy)
        assert layer(self.inputs()).dtype == "float32"

    @pytest.mark.parametrize("rates", [(), (0, 6)])
    def test_refuses_senseless_rates(self, rates):
        with pytest.raises(ValueError, match="`atrous_rates`"):
            SummedASPP(4, rates)
