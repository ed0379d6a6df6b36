import numpy as np
import pytest

from deeplab_family.layers import ImageNormalization
from tests.contracts.layer import LayerContract


class TestImageNormalization(LayerContract):
    layer_class = ImageNormalization
    init_kwargs = {"mean": (1.0, 2.0, 3.0), "scale": 0.5}
    input_shape = (2, 4, 5, 3)
    output_shape = (2, 4, 5, 3)

    def test_mean_color_becomes_zero_and_scale_follows(self):
        layer = ImageNormalization((10.0, 20.0, 30.0), 2.0)
        image = np.array([[[[10, 21, 28]]]], "uint8")
        np.testing.assert_array_equal(layer(image), [[[[0.0, 2.0, -4.0]]]])

    def test_half_precision_rounds_after_the_subtraction(self):
        layer = ImageNormalization((250.25,) * 3, dtype="mixed_float16")
        image = np.full((1, 1, 1, 3), 251.0, "float32")
        np.testing.assert_array_equal(layer(image), np.full_like(image, 0.75))

    def test_refuses_a_mean_of_two_numbers(self):
        with pytest.raises(ValueError, match="three numbers"):
            ImageNormalization((1.0, 2.0))

    def test_refuses_scale_zero(self):
        with pytest.raises(ValueError, match="`scale`"):
            ImageNormalization(scale=0)
