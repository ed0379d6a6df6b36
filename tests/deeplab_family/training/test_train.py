import csv
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import RECIPES
from deeplab_family.training import compile_model, train
from deeplab_family.training.checkpoint import SaveLast
from deeplab_family.training.devices import prepare
from deeplab_family.training.validation import Validation
from input_pipeline import DataError, open_dataset
from tests.tiny_recipe import tiny, tiny_mobile


@pytest.fixture(scope="module")
def finished(streets, tmp_path_factory):
    """A run of six steps, and its folder."""
    folder = tmp_path_factory.mktemp("finished")
    recipe = tiny_mobile(streets, total_steps=6, eval_every=4, save_every=3)
    return train(recipe, folder), folder, recipe


def test_a_run_leaves_what_its_folder_promises(finished):
    _, folder, _ = finished
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "recipe.json",
        "classes.json",
        "last.keras",
        "best.keras",
        "scores.json",
        "history.csv",
        "tensorboard",
    }
    rows = list(csv.DictReader((folder / "history.csv").open()))
    assert [row["step"] for row in rows] == ["4", "6"]
    scores = json.loads((folder / "scores.json").read_text())
    best = max(float(row["val_mean_iou"]) for row in rows)
    assert scores["mean_iou"] == pytest.approx(best, abs=1e-6)


def test_the_saved_network_answers_as_the_trained_one(finished):
    model, folder, _ = finished
    revived = keras.saving.load_model(folder / "last.keras")
    image = np.full((1, 33, 33, 3), 90.0, "float32")
    np.testing.assert_array_equal(revived(image), model(image))


def test_tensorboard_gets_curves_and_pictures(finished):
    _, folder, _ = finished
    (events,) = (folder / "tensorboard").iterdir()
    tags = {}
    for record in tf.data.TFRecordDataset(str(events)):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            plugin = value.metadata.plugin_data.plugin_name
            tags.setdefault(value.tag, plugin)
    assert tags["loss"] == tags["val_mean_iou"] == "scalars"
    assert tags["val/0"] == tags["val/1"] == "images"


def test_finished_run_stays_as_it_is(finished):
    model, folder, recipe = finished
    before = (folder / "last.keras").read_bytes()
    again = train(recipe, folder)
    assert (folder / "last.keras").read_bytes() == before
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_killed_run_takes_the_steps_it_would_have_taken(
    finished, streets, tmp_path
):
    """`kill -9` in the middle of an epoch, then the same command again."""
    model, _, recipe = finished
    program = f"""
import sys
from deeplab_family.training import checkpoint, train
from tests.tiny_recipe import tiny_mobile

class SlowAfterSaving(checkpoint.SaveLast):
    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if self.step == 4:
            print("four", flush=True)
            import time; time.sleep(600)

sys.modules["deeplab_family.training.train"].SaveLast = SlowAfterSaving
root, folder = {str(streets)!r}, {str(tmp_path)!r}
train(tiny_mobile(root, total_steps=6, eval_every=4, save_every=3), folder)
"""
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    ) as process:
        assert process.stdout.readline() == b"four\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    stopped = keras.saving.load_model(tmp_path / "last.keras")
    assert int(stopped.optimizer.iterations) == 3

    resumed = train(recipe, tmp_path)

    assert int(resumed.optimizer.iterations) == 6
    for mine, theirs in zip(model.variables, resumed.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)


def test_a_run_with_an_auxiliary_head_goes_on_and_leaves_it_behind(
    streets, tmp_path
):
    recipe = tiny(
        RECIPES["folder_galdnet"](), streets, total_steps=4, save_every=1
    )
    whole = train(recipe, tmp_path / "whole")
    assert isinstance(whole, SegmentationModel)

    def stop(self, batch, logs=None):
        if self.step == 3:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", stop)
        with pytest.raises(KeyboardInterrupt):
            train(recipe, tmp_path / "stopped")
    resumed = train(recipe, tmp_path / "stopped")
    for mine, theirs in zip(whole.weights, resumed.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    best = keras.saving.load_model(tmp_path / "whole" / "best.keras")
    assert isinstance(best, SegmentationModel)


def test_two_replicas_take_the_step_of_one(streets, tmp_path):
    recipe = tiny_mobile(streets, total_steps=1, eval_every=1)
    # The mean of an image, normalized over so few of them, is little more
    # than a sign, and rounding would decide it.
    model = dataclasses.replace(
        recipe.model, dropout_rate=0.0, image_pooling=False
    )
    data = dataclasses.replace(recipe.data, batch_size=4, crop_size=(48, 48))
    recipe = dataclasses.replace(recipe, model=model, data=data)
    one = train(recipe, tmp_path / "one")
    two = train(recipe, tmp_path / "two", devices=["CPU:0", "CPU:1"])
    prepare(recipe.train.seed, "float32")
    fresh = compile_model(recipe.with_num_classes(9))
    step = _distance(one, fresh)
    assert step > 0.01
    assert _distance(one, two) < 0.01 * step


def _distance(one, two):
    return (
        sum(
            np.sum((np.asarray(mine) - np.asarray(theirs)) ** 2)
            for mine, theirs in zip(one.weights, two.weights, strict=True)
        )
        ** 0.5
    )


def test_bad_data_leaves_no_run_behind(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    recipe = tiny_mobile(empty)
    data = dataclasses.replace(recipe.data, dataset="folder")
    recipe = dataclasses.replace(recipe, data=data)
    with pytest.raises(DataError, match="empty"):
        train(recipe, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_picture_in_both_splits_is_said_first(streets, tmp_path, caplog):
    photos = shutil.copytree(streets, tmp_path / "photos")
    for part, ending in (("images", "jpg"), ("labels", "png")):
        trained = min((photos / part / "train").iterdir())
        shutil.copy(trained, photos / part / "val" / f"copy.{ending}")
    used = tmp_path / "used"
    used.mkdir()
    (used / "recipe.json").write_text('{"recipe": {}}')
    with pytest.raises(ValueError):
        train(tiny_mobile(photos), used)
    assert "'val' are in 'train' too" in caplog.text


def test_wrong_number_of_classes_is_refused(streets, tmp_path):
    recipe = tiny_mobile(streets)
    model = dataclasses.replace(recipe.model, num_classes=5)
    recipe = dataclasses.replace(recipe, model=model)
    with pytest.raises(ValueError, match="--model.num-classes 9"):
        train(recipe, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_ctrl_c_saves_the_step_it_interrupts(streets, tmp_path, monkeypatch):
    class Impatient(Validation):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 1:
                raise KeyboardInterrupt

    module = sys.modules["deeplab_family.training.train"]
    monkeypatch.setattr(module, "Validation", Impatient)
    recipe = tiny_mobile(streets, total_steps=6, eval_every=6, save_every=6)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, tmp_path)
    stopped = keras.saving.load_model(tmp_path / "last.keras")
    assert int(stopped.optimizer.iterations) == 2


def reordered(streets, root):
    """The same pictures, of a team whose classes.txt is the other way round."""
    names = open_dataset("synthetic", str(streets)).spec.class_names
    for part in ("images", "labels"):
        (root / part).parent.mkdir(exist_ok=True)
        (root / part).symlink_to(streets / part)
    (root / "classes.txt").write_text("\n".join(names[::-1]))
    return root


def of_folder(recipe, root):
    data = dataclasses.replace(recipe.data, dataset="folder", root=str(root))
    return dataclasses.replace(recipe, data=data)


def test_a_file_of_a_run_names_its_classes(finished):
    model, folder, _ = finished
    for name in ("best.keras", "last.keras"):
        loaded = keras.saving.load_model(folder / name, compile=False)
        assert loaded.class_names == model.class_names
    assert model.class_names[0] == "road"


def test_a_run_whose_classes_were_reordered_is_not_continued(
    finished, streets, tmp_path
):
    _, folder, recipe = finished
    other = reordered(streets, tmp_path / "other")
    run = tmp_path / "run"
    shutil.copytree(folder, run)
    before = {path: path.stat().st_mtime_ns for path in run.iterdir()}
    with pytest.raises(ValueError, match="last.keras's class 0 is 'road'"):
        train(of_folder(recipe, other), run)
    after = {path: path.stat().st_mtime_ns for path in run.iterdir()}
    assert after == before


def test_weights_of_reordered_classes_are_no_start(finished, streets, tmp_path):
    _, folder, _ = finished
    other = reordered(streets, tmp_path / "other")
    start = str(folder / "best.keras")
    recipe = of_folder(tiny_mobile(streets, initial_weights=start), other)
    with pytest.raises(ValueError, match="best.keras's class 0 is 'road'"):
        train(recipe, tmp_path / "run")
    assert not (tmp_path / "run").exists()
