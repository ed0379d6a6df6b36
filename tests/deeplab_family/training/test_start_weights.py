import dataclasses
import shutil

import keras
import numpy as np
import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.training import compile_model
from deeplab_family.training.start_weights import (
    check_weights_file,
    load_weights,
)
from tests.tiny_recipe import tiny, tiny_mobile

NETWORK = tiny_mobile("root").with_num_classes(3).model


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    model = NETWORK.build()
    path = tmp_path_factory.mktemp("saved") / "start.keras"
    model.save(path)
    return model, path


def test_no_file_and_no_keras_file_are_refused_at_once(saved, tmp_path):
    check_weights_file("none")
    check_weights_file("imagenet")
    with pytest.raises(ValueError, match="no file elsewhere.keras"):
        check_weights_file("elsewhere.keras")
    half = tmp_path / "half.keras"
    half.write_bytes(saved[1].read_bytes()[:500])
    with pytest.raises(ValueError, match="half.keras"):
        check_weights_file(str(half))


def test_weights_of_the_same_network_are_taken(saved):
    source, path = saved
    model = NETWORK.build()
    load_weights(model, str(path))
    for mine, theirs in zip(source.weights, model.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_another_network_is_refused_by_the_file(saved):
    other = dataclasses.replace(NETWORK, num_classes=4).build()
    with pytest.raises(ValueError, match="start.keras cannot fill"):
        load_weights(other, str(saved[1]))


def test_a_file_that_holds_no_numbers_is_refused(tmp_path):
    model = NETWORK.build()
    model.trainable_variables[0].assign(
        np.full(model.trainable_variables[0].shape, np.nan)
    )
    path = tmp_path / "spoiled.keras"
    model.save(path)
    with pytest.raises(ValueError, match="not finite"):
        load_weights(NETWORK.build(), str(path))


def test_a_checkpoint_with_a_head_starts_a_run(tmp_path):
    recipe = tiny(RECIPES["folder_galdnet"](), "root").with_num_classes(3)
    source = compile_model(recipe)
    path = tmp_path / "last.keras"
    source.save(path)
    model = recipe.model.build_for_training()
    load_weights(model, str(path))
    for mine, theirs in zip(source.weights, model.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    network = recipe.model.build()
    load_weights(network, str(shutil.copy(path, tmp_path / "c.keras")))
    for mine, theirs in zip(
        source.network.weights, network.weights, strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)
    assert isinstance(network, keras.Model)
