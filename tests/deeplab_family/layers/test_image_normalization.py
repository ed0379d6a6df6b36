import keras
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

    def test_takes_a_scale_for_each_channel(self):
        layer = ImageNormalization((0.0,) * 3, (1.0, 0.5, 0.25))
        image = np.full((1, 1, 1, 3), 8, "uint8")
        np.testing.assert_array_equal(layer(image), [[[[8.0, 4.0, 2.0]]]])

    def test_mean_and_scale_are_saved_with_the_weights(self, tmp_path):
        images = keras.Input((None, None, 3))
        model = keras.Model(images, ImageNormalization()(images))
        model.layers[-1].set_weights([np.ones(3), np.full(3, 0.5)])
        model.save(tmp_path / "normalized.keras")
        loaded = keras.saving.load_model(tmp_path / "normalized.keras")
        np.testing.assert_array_equal(
            loaded(np.full((1, 1, 1, 3), 5.0)), np.full((1, 1, 1, 3), 2.0)
        )
