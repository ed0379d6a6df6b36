import keras
import numpy as np
import pytest

from deeplab_family.cli.networks import load_network
from deeplab_family.recipes import RECIPES


def test_a_recipe_without_classes_gets_some():
    model = load_network("synthetic_mobile", num_classes=5)
    assert model.config.num_classes == 5
    assert model.config.backbone == RECIPES["synthetic_mobile"]().model.backbone


def test_a_file_is_loaded_as_it_is(trained):
    path = trained / "best.keras"
    model = load_network(str(path), num_classes=5)
    expected = keras.saving.load_model(path, compile=False)
    for mine, theirs in zip(model.weights, expected.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("name", ["voc_deeplab", "model.tflite", "saved/1"])
def test_anything_else_is_refused_with_the_recipes(name):
    with pytest.raises(ValueError, match=f"{name} is .*voc_deeplabv3"):
        load_network(name, num_classes=5)
