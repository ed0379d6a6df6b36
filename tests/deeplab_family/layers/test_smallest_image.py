import numpy as np
import pytest

from deeplab_family.layers import SmallestImage
from tests.contracts.traced_layer import TracedLayerContract


class TestSmallestImage(TracedLayerContract):
    layer_class = SmallestImage
    init_kwargs = {"side": 5, "advice": "Enlarge it."}
    input_shape = (2, 5, 8, 3)
    output_shape = (2, 5, 8, 3)

    def test_images_pass_as_they_are(self):
        images = np.arange(240, dtype="uint8").reshape(self.input_shape)
        passed = np.asarray(self.make()(images))
        assert passed.dtype == "uint8"
        np.testing.assert_array_equal(passed, images)

    def test_a_short_side_is_refused_with_the_advice(self):
        rule = "image must have at least 5 pixels.*5 x 4. Enlarge it."
        with pytest.raises(ValueError, match=rule):
            self.make()(np.ones((1, 5, 4, 3), "float32"))

    def test_refuses_a_side_of_nothing(self):
        with pytest.raises(ValueError, match="`side`"):
            SmallestImage(0)
