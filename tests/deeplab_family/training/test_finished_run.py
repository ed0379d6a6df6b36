import dataclasses
import os
import shutil

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import SGDConfig
from deeplab_family.training import find_finished, train
from input_pipeline.datasets import SyntheticDataset
from tests.tiny_recipe import tiny_mobile


@pytest.fixture
def run(finished, tmp_path):
    """A copy of a finished run, and its recipe."""
    _, folder, recipe = finished
    return shutil.copytree(folder, tmp_path / "run"), recipe


def test_is_known_with_or_without_its_number_of_classes(run):
    folder, recipe = run
    assert find_finished(recipe, folder).state.step == 6
    assert find_finished(recipe.with_num_classes(9), folder) is not None
    assert find_finished(recipe.with_num_classes(8), folder) is None


def test_any_other_recipe_is_looked_at_closely(run):
    folder, recipe = run
    for name, value in (
        ("total_steps", 7),
        ("optimizer", SGDConfig(momentum=0.5)),
    ):
        train_config = dataclasses.replace(recipe.train, **{name: value})
        other = dataclasses.replace(recipe, train=train_config)
        assert find_finished(other, folder) is None


@pytest.mark.parametrize("name", ["last.keras", "best.keras", "history.csv"])
def test_a_run_that_lacks_a_file_is_not_finished(run, name):
    folder, recipe = run
    os.truncate(folder / name, 10)
    assert find_finished(recipe, folder) is None
    (folder / name).unlink()
    assert find_finished(recipe, folder) is None


def test_a_folder_without_a_run_is_not_finished(tmp_path, streets):
    assert find_finished(tiny_mobile(streets), tmp_path) is None


def test_its_network_is_returned_without_its_data(
    finished, monkeypatch, capsys
):
    model, folder, recipe = finished

    def gone(self, root):
        raise AssertionError("the data were opened")

    monkeypatch.setattr(SyntheticDataset, "__init__", gone)
    again = train(recipe, folder)
    assert "This run is finished: 6 of 6" in capsys.readouterr().err
    assert again.class_names == model.class_names
    image = np.full((1, 33, 33, 3), 90.0, "float32")
    np.testing.assert_array_equal(again(image), model(image))
    assert isinstance(again, keras.Model)
