import numpy as np
import pytest

from deeplab_family.layers import AuxiliaryHead
from tests.contracts.layer import LayerContract
from tests.count_parameters import trainable


class TestAuxiliaryHead(LayerContract):
    layer_class = AuxiliaryHead
    init_kwargs = {
        "num_classes": 3,
        "filters": 8,
        "dropout_rate": 0.0,
        "momentum": 0.9,
        "epsilon": 1e-3,
    }
    input_shape = (2, 5, 6, 4)
    output_shape = (2, 5, 6, 3)

    def test_parameters_equal_the_released_head(self):
        layer = AuxiliaryHead(19)
        layer.build((None, None, None, 1024))
        assert trainable(layer) == 4_729_875

    @pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
    def test_logits_are_float32_under(self, policy):
        assert self.make(dtype=policy)(self.inputs()).dtype == "float32"

    def test_drops_while_training_only(self):
        layer = self.make(dropout_rate=0.5)
        x = self.inputs()
        np.testing.assert_array_equal(layer(x), layer(x))
