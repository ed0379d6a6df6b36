import numpy as np
import pytest

from deeplab_family.layers import ClassifierHead
from tests.contracts.layer import LayerContract


class TestLogitsHead(LayerContract):
    layer_class = ClassifierHead
    init_kwargs = {"num_classes": 4, "dropout_rate": 0.3}
    input_shape = (2, 3, 5, 6)
    output_shape = (2, 3, 5, 4)

    @pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
    def test_logits_are_float32_under(self, policy):
        layer = ClassifierHead(4, dtype=policy)
        assert layer(self.inputs()).dtype == "float32"

    def test_drops_while_training_only(self):
        layer = ClassifierHead(4, dropout_rate=0.5)
        x = self.inputs()
        np.testing.assert_array_equal(layer(x), layer(x))
        dropped = np.asarray(layer(x, training=True))
        assert not np.array_equal(dropped, layer(x))

    def test_refuses_no_classes(self):
        with pytest.raises(ValueError, match="`num_classes`"):
            ClassifierHead(0)
