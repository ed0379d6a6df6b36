import hashlib
import json
import shutil

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.optimizers import ConstantConfig, SGDConfig
from deeplab_family.recipes import PREVIOUS, Stage, StagedRecipe
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.run_folder import RunFolder, find_run, model_file
from deeplab_family.training import WorkDirectory, train, train_stages
from deeplab_family.training.averaged_weights import take_averages
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.staged_training import previous_file
from deeplab_family.training.stages_folder import StagesFolder
from input_pipeline import DataError
from tests.tiny_recipe import tiny_mobile

STILL = ConstantConfig(learning_rate=1e-30)


@pytest.fixture(scope="module")
def recipe(streets):
    """Two steps, then two that change no weight but move the statistics.

    The first stage averages its weights.
    """
    first = tiny_mobile(streets, optimizer=SGDConfig(ema_momentum=0.3))
    still = tiny_mobile(streets, weights=PREVIOUS, schedule=STILL)
    return staged(one=first, two=still)


def staged(**recipes):
    stages = (Stage(name=name, recipe=r) for name, r in recipes.items())
    return StagedRecipe(stages=tuple(stages))


@pytest.fixture(scope="module")
def whole(recipe, kept_for_all, tmp_path_factory):
    """A run of both stages in one go, and what it returned."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    return folder, train_stages(recipe, folder)


@pytest.fixture
def run(whole, tmp_path):
    """A copy of it, to spoil."""
    return shutil.copytree(whole[0], tmp_path / "run")


def load(path):
    return keras.saving.load_model(path, compile=False)


def assert_equal(ours, theirs):
    """Of two lists of variables."""
    assert len(ours) == len(theirs) > 10
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(np.asarray(one), np.asarray(other))


def assert_same_end(run, other, stage="two"):
    paths = (folder / stage / "last.keras" for folder in (run, other))
    ours, theirs = map(load, paths)
    assert_equal(ours.weights, theirs.weights)


def test_a_stage_begins_where_the_one_before_ended(whole):
    """That is with the average, which was judged; the weights are others."""
    folder, model = whole
    one = keras.saving.load_model(folder / "one/last.keras")
    two = load(folder / "two/last.keras")
    raw = [w.numpy() for w in one.trainable_weights]
    take_averages(one)
    assert_equal(one.trainable_weights, two.trainable_weights)
    assert any(map(np.any, map(np.subtract, raw, two.trainable_weights)))
    assert_equal(two.weights, model.weights)
    pairs = zip(one.weights, two.weights, strict=True)
    moved = [v.name for v, w in pairs if not np.array_equal(v, w)]
    assert set(moved) == {"moving_mean", "moving_variance"}


def test_the_receipt_names_the_file_it_began_with(whole):
    folder, _ = whole
    receipt = json.loads((folder / "two/weights.json").read_text())
    digest = hashlib.sha256((folder / "one/averaged.keras").read_bytes())
    assert receipt["sha256"] == digest.hexdigest()
    assert receipt["fresh"] == [] and receipt["skipped"] == []
    assert not (folder / "one/weights.json").exists()


def test_without_averages_it_begins_with_the_last_checkpoint(recipe, tmp_path):
    plain, two = recipe.stages[1].recipe, recipe.stages[1]
    first = with_fields(plain, train={"weights": "none"})
    folder = StagesFolder(tmp_path, staged(one=first, two=two.recipe))
    alone = Cluster(tf.distribute.get_strategy())
    assert previous_file(two, folder, alone) == tmp_path / "one/last.keras"
    assert previous_file(folder.recipe.stages[0], folder, alone) is None


def test_the_folder_tells_the_stages_and_stands_for_the_last(whole, recipe):
    folder, _ = whole
    content = json.loads((folder / "recipe.json").read_text())
    assert content["recipe"] == tree_of(recipe)
    assert find_run(folder) == RunFolder(folder / "two")
    assert model_file(folder) == folder / "two/best.keras"
    names = {path.name for path in folder.iterdir()}
    assert names == {"recipe.json", "one", "two"}


def test_midway_it_stands_for_the_newest_best_and_says_so(run, caplog):
    (run / "two/best.keras").unlink()
    assert model_file(run) == run / "one/best.keras"
    assert "stage one is the newest that has a best network" in caplog.text
    shutil.rmtree(run / "one")
    with pytest.raises(ValueError, match="two has no best.keras"):
        model_file(run)


def test_one_stage_after_the_other_is_both_in_one_go(whole, recipe, tmp_path):
    train_stages(recipe, tmp_path, only=("one",))
    assert not (tmp_path / "two").exists()
    train_stages(recipe, tmp_path)
    assert_same_end(tmp_path, whole[0], "one")
    assert_same_end(tmp_path, whole[0])


def test_a_stage_that_was_killed_ends_as_if_it_was_not(whole, recipe, run):
    """Back to the checkpoint of the second stage's first step."""
    (run / "two/last.1.keras").replace(run / "two/last.keras")
    (run / "two/history.csv").unlink()
    (run / "two/best.keras").unlink()
    assert WorkDirectory(run / "two").saved_step() == 1
    train_stages(recipe, run)
    assert_same_end(run, whole[0])


def test_finished_stages_need_neither_data_nor_training(
    recipe, run, monkeypatch, capsys
):
    """Not even where their data are said to be elsewhere now."""

    def refuse(*_, **__):
        raise AssertionError("a stage was trained")

    monkeypatch.setattr("deeplab_family.training.staged_training.train", refuse)
    moved = staged(
        **{
            stage.name: with_fields(stage.recipe, data={"root": "gone"})
            for stage in recipe.stages
        }
    )
    model = train_stages(moved, run)
    assert_equal(load(run / "two/last.keras").weights, model.weights)
    assert capsys.readouterr().err.count("This run is finished: 2 of 2") == 2


def test_a_stage_that_was_removed_is_not_trained_again(
    whole, recipe, run, capsys
):
    """What comes after it has all that it needs."""
    shutil.rmtree(run / "one")
    (run / "two/last.1.keras").replace(run / "two/last.keras")
    (run / "two/best.keras").unlink()
    train_stages(recipe, run)
    assert not (run / "one").exists()
    assert "Its folder is gone" in capsys.readouterr().err
    assert_same_end(run, whole[0])


def test_a_changed_stage_is_refused_even_when_it_is_finished(recipe, run):
    one, two = recipe.stages
    longer = with_fields(one.recipe, train={"total_steps": 3})
    with pytest.raises(ValueError, match="one holds a run of another recipe"):
        train_stages(staged(one=longer, two=two.recipe), run)


def test_all_missing_data_are_named_before_anything_is_done(recipe, tmp_path):
    one, two = (stage.recipe for stage in recipe.stages)
    nowhere = with_fields(one, data={"dataset": "coco", "root": ""})
    split = with_fields(two, data={"train_split": "more"})
    with pytest.raises(DataError) as caught:
        train_stages(staged(one=nowhere, two=split), tmp_path / "run")
    first, second = str(caught.value).splitlines()
    assert first.startswith("stage one: the folder of its data set coco")
    assert "--roots coco=FOLDER or --one.data.root FOLDER" in first
    assert second.startswith("stage two: ") and "no split 'more'" in second
    assert not (tmp_path / "run").exists()


def test_a_start_that_fails_leaves_nothing(recipe, tmp_path):
    one, two = (stage.recipe for stage in recipe.stages)
    later = with_fields(two, train={"weights": "missing.keras"})
    with pytest.raises(ValueError, match="no file missing.keras"):
        train_stages(staged(one=one, two=later), tmp_path / "run")
    five = with_fields(one, model={"num_classes": 5})
    with pytest.raises(ValueError, match="is 5, but"):
        train_stages(staged(one=five, two=two), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_second_process_in_the_folder_is_refused(recipe, run):
    with StagesFolder(run, recipe).held(()):
        with pytest.raises(ValueError, match="is in use by process"):
            train_stages(recipe, run)


def test_runs_of_other_kinds_are_refused(recipe, run):
    one, two = (stage.recipe for stage in recipe.stages)
    with pytest.raises(ValueError, match="stages one, two; .* has a, two"):
        train_stages(staged(a=one, two=two), run)
    with pytest.raises(ValueError, match="holds a run of several stages"):
        train(one, run)
    with pytest.raises(ValueError, match="holds a run of a single stage"):
        train_stages(recipe, run / "one")


def test_a_recipe_of_one_stage_trains_in_the_folder_itself(recipe, run):
    model = train_stages(recipe.stages[0].recipe, run / "one")
    one = keras.saving.load_model(run / "one/last.keras")
    take_averages(one)
    assert_equal(one.weights, model.weights)
