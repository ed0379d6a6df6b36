import keras
import numpy as np
import pytest

from deeplab_family.inference import KerasPredictor, load_predictor
from export.padded_network import padded_network
from export.tflite.converter import export_tflite
from export.tflite.nearest_upsampling import upsampling_by_resize
from tests.export.tiny_network import draw_images
from tests.small_unet import small_unet


@pytest.mark.parametrize("factor", [2, (3, 1), 7])
def test_the_nearest_pixel_is_the_repeated_one(factor):
    images = keras.Input((None, None, 2))
    layer = keras.layers.UpSampling2D(factor)
    model = keras.Model(images, layer(images))
    x = np.random.default_rng(0).random((1, 11, 13, 2)).astype(np.float32)
    expected = model(x)
    with upsampling_by_resize(model):
        np.testing.assert_array_equal(model(x), expected)
        assert "call" in vars(layer)
    assert "call" not in vars(layer)


def test_other_layers_stay():
    images = keras.Input((None, None, 2))
    layer = keras.layers.UpSampling2D(2, interpolation="bilinear")
    model = keras.Model(images, layer(images))
    with upsampling_by_resize(model):
        assert "call" not in vars(layer)


def test_a_flexible_file_of_a_network_that_repeats_pixels_runs(tmp_path):
    model = padded_network(small_unet(), (40, 48))
    paths = export_tflite(model, tmp_path, (40, 48), variants=["flexible"])
    predictor, reference = (
        load_predictor(paths["flexible"]),
        KerasPredictor(model),
    )
    for size in ((40, 48), (33, 70)):
        images = draw_images(1, *size)
        np.testing.assert_array_equal(
            predictor(images).class_map, reference(images).class_map
        )
