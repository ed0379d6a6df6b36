import numpy as np
import pytest

from deeplab_family.layers import SymmetricPadding
from tests.contracts.layer import LayerContract


class TestSymmetricPadding(LayerContract):
    layer_class = SymmetricPadding
    init_kwargs = {"kernel_size": 5, "dilation_rate": 2}
    input_shape = (2, 4, 6, 3)
    output_shape = (2, 12, 14, 3)

    def test_all_four_sides_get_the_same_zeros(self):
        image = np.ones((1, 2, 2, 1), "float32")
        expected = np.zeros((1, 4, 4, 1))
        expected[:, 1:3, 1:3] = 1
        np.testing.assert_array_equal(SymmetricPadding(3)(image), expected)

    def test_a_strip_is_padded_along_its_long_side_only(self):
        layer = SymmetricPadding((1, 5))
        assert layer.borders == (0, 2)
        assert layer(self.inputs()).shape == (2, 4, 10, 3)

    @pytest.mark.parametrize("size", [0, 2, 4, (3, 2)])
    def test_refuses_a_kernel_without_center(self, size):
        with pytest.raises(ValueError, match="must be odd"):
            SymmetricPadding(size)

    def test_refuses_rate_zero(self):
        with pytest.raises(ValueError, match="`dilation_rate`"):
            SymmetricPadding(3, 0)
