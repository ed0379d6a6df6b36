import dataclasses
import types

import keras
import numpy as np
import pytest

from deeplab_family.cli.networks import load_network
from deeplab_family.models import PSPNetConfig
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


def test_logits_have_full_size_whatever_the_recipe_trains_on(monkeypatch):
    recipe = RECIPES["folder_mobile"]()
    small = dataclasses.replace(recipe.model, upsample_logits=False)
    small = dataclasses.replace(small, num_classes=3)
    # A recipe with small logits needs small labels; here only the model counts.
    trains_small = types.SimpleNamespace(model=small)
    monkeypatch.setitem(RECIPES, "small", lambda: trains_small)
    logits = load_network("small", num_classes=3)(np.zeros((1, 33, 33, 3)))
    assert logits.shape == (1, 33, 33, 3)


def test_auxiliary_heads_are_left_out(tmp_path):
    backbone = RECIPES["synthetic_mobile"]().model.backbone
    config = PSPNetConfig(num_classes=2, backbone=backbone, filters=8)
    path = tmp_path / "training.keras"
    config.build_for_training().save(path)
    assert load_network(str(path), num_classes=5).config == config


@pytest.mark.parametrize("name", ["voc_deeplab", "model.tflite", "saved/1"])
def test_anything_else_is_refused_with_the_recipes(name):
    with pytest.raises(ValueError, match=f"{name} is .*voc_deeplabv3"):
        load_network(name, num_classes=5)


def test_a_run_is_its_best_network(trained):
    model = load_network(str(trained), num_classes=5)
    assert model.config.num_classes == 9
