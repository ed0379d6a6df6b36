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

from deeplab_family.models import DeepLabV3PlusConfig, SegmentationModel
from deeplab_family.recipes import RECIPES
from deeplab_family.training import DivergedError, compile_model, train
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
        "last.1.keras",
        "last.2.keras",
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

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", _stop_at(3))
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
    (used / "best.keras").touch()
    with pytest.raises(ValueError, match="is of a run"):
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
        def on_train_batch_begin(self, batch, logs=None):
            if batch == 1:  # within the second step, which is finished first
                os.kill(os.getpid(), signal.SIGINT)

    module = sys.modules["deeplab_family.training.train"]
    monkeypatch.setattr(module, "Validation", Impatient)
    recipe = tiny_mobile(streets, total_steps=6, eval_every=6, save_every=6)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, tmp_path)
    stopped = keras.saving.load_model(tmp_path / "last.keras")
    assert int(stopped.optimizer.iterations) == 2


@pytest.fixture
def small(monkeypatch):
    """A network of three layers stands in for the recipe's, to be quick."""

    def build(self):
        return keras.Sequential(
            [
                keras.Input((None, None, 3)),
                keras.layers.Rescaling(1 / 255),
                keras.layers.Conv2D(4, 3, padding="same", use_bias=False),
                keras.layers.BatchNormalization(),
                keras.layers.Dropout(0.2),
                keras.layers.Conv2D(9, 1, dtype="float32"),
            ]
        )

    monkeypatch.setattr(DeepLabV3PlusConfig, "build_for_training", build)
    yield
    keras.config.set_dtype_policy("float32")


def _stop_at(step):
    def stop(self, batch, logs=None):
        if self.step == step:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize(
    "policy", ["float32", "mixed_bfloat16", "mixed_float16"]
)
def test_any_precision_goes_on_bit_for_bit(
    small, streets, tmp_path, monkeypatch, policy
):
    """Loss scale, updates left out and the shown losses included."""
    recipe = tiny_mobile(
        streets, total_steps=5, eval_every=4, save_every=1, precision=policy
    )
    ends = []
    note = SaveLast.on_epoch_end

    def end(self, epoch, logs=None):
        note(self, epoch, logs)
        ends.append([v.numpy() for v in self.model.optimizer.variables])

    monkeypatch.setattr(SaveLast, "on_epoch_end", end)
    if policy == "mixed_float16":  # a scale so high that gradients overflow
        monkeypatch.setattr(
            keras.optimizers.LossScaleOptimizer.__init__,
            "__defaults__",
            (2.0**20, 2000, None),
        )
    whole = train(recipe, tmp_path / "whole")
    with monkeypatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", _stop_at(2))
        with pytest.raises(KeyboardInterrupt):
            train(recipe, tmp_path / "stopped")
    resumed = train(recipe, tmp_path / "stopped")

    (at_4, at_5), (again_4, again_5) = ends[:2], ends[2:]
    for mine, theirs in zip(at_4 + at_5, again_4 + again_5, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    for mine, theirs in zip(whole.variables, resumed.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    text = (tmp_path / "whole" / "history.csv").read_text()
    assert (tmp_path / "stopped" / "history.csv").read_text() == text
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["step"] for row in rows] == ["4", "5"]
    if policy == "mixed_float16":
        assert 0 < int(whole.optimizer.iterations) < 5, "some were left out"


def test_what_does_not_train_here_is_refused_before_the_first_step(
    streets, tmp_path
):
    if tf.config.list_logical_devices("GPU"):
        pytest.skip("GPUs have this gradient")
    recipe = tiny_mobile(streets, precision="mixed_float16")
    try:
        with pytest.raises(ValueError, match="dilation rates larger than 1"):
            train(recipe, tmp_path / "run")
    finally:
        keras.config.set_dtype_policy("float32")
    assert not (tmp_path / "run").exists()


def test_a_run_that_diverges_saves_no_nan_and_says_why(
    small, streets, tmp_path
):
    recipe = tiny_mobile(
        streets,
        total_steps=6,
        eval_every=6,
        save_every=1,
        base_learning_rate=1e30,
    )
    with pytest.raises(DivergedError, match="base_learning_rate"):
        train(recipe, tmp_path / "run")
    saved = list((tmp_path / "run").glob("last*.keras"))
    assert saved
    for path in saved:
        for variable in keras.saving.load_model(path).variables:
            assert np.isfinite(variable.numpy()).all(), (path, variable.path)


def test_a_start_that_diverges_leaves_the_folder_free(small, streets, tmp_path):
    bad = tiny_mobile(
        streets,
        total_steps=6,
        eval_every=6,
        save_every=6,
        base_learning_rate=1e30,
    )
    with pytest.raises(DivergedError, match="Nothing was saved"):
        train(bad, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_an_evaluation_that_was_cut_short_is_made_again(
    small, streets, tmp_path, monkeypatch
):
    recipe = tiny_mobile(streets, total_steps=6, eval_every=4, save_every=3)
    train(recipe, tmp_path / "whole")
    folder = tmp_path / "cut"
    module = sys.modules["deeplab_family.training.validation"]

    def killed(*_):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(module, "evaluate", killed)
        with pytest.raises(RuntimeError):
            train(recipe, folder)
    assert not (folder / "history.csv").exists()
    with monkeypatch.context() as patch:
        # Stopped once more, right after the one that was missing.
        patch.setattr(SaveLast, "on_train_batch_begin", _stop_at(4))
        with pytest.raises(KeyboardInterrupt):
            train(recipe, folder)
    best = json.loads((folder / "scores.json").read_text())
    (row,) = csv.DictReader((folder / "history.csv").open())
    assert row["step"] == "4"
    assert float(row["val_mean_iou"]) == pytest.approx(
        best["mean_iou"], abs=1e-6
    )
    train(recipe, folder)
    for name in ("history.csv", "scores.json"):
        texts = [
            (tmp_path / run / name).read_text() for run in ("whole", "cut")
        ]
        assert texts[0] == texts[1]


def test_the_last_evaluation_is_made_by_a_finished_run(
    small, streets, tmp_path, capsys
):
    """Killed in it, the best network would be missing for ever."""
    recipe = tiny_mobile(streets, total_steps=3, eval_every=3)
    train(recipe, tmp_path)
    history = (tmp_path / "history.csv").read_text()
    for name in ("history.csv", "best.keras", "scores.json"):
        (tmp_path / name).unlink()
    train(recipe, tmp_path)
    assert (tmp_path / "history.csv").read_text() == history
    assert (tmp_path / "best.keras").exists()
    capsys.readouterr()
    train(recipe, tmp_path)
    assert "This run is finished: 3 of 3" in capsys.readouterr().err


def test_a_damaged_checkpoint_costs_only_its_steps(
    small, streets, tmp_path, caplog
):
    recipe = tiny_mobile(streets, total_steps=4, eval_every=2, save_every=1)
    model = train(recipe, tmp_path)
    history = (tmp_path / "history.csv").read_text()
    last = tmp_path / "last.keras"
    os.truncate(last, last.stat().st_size - 100)
    again = train(recipe, tmp_path)
    assert "goes on from last.1.keras, step 3" in caplog.text
    for mine, theirs in zip(model.variables, again.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert (tmp_path / "history.csv").read_text() == history


def test_data_may_move(small, streets, tmp_path):
    recipe = tiny_mobile(streets)
    model = train(recipe, tmp_path / "run")
    moved = shutil.copytree(streets, tmp_path / "moved")
    data = dataclasses.replace(recipe.data, root=f"{moved}/")
    again = train(dataclasses.replace(recipe, data=data), tmp_path / "run")
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_wrong_weights_are_said_before_the_data_are_read(tmp_path, streets):
    recipe = tiny_mobile(streets, initial_weights="missing.keras")
    with pytest.raises(ValueError, match="no file missing.keras"):
        train(recipe, tmp_path / "run")
    assert not (tmp_path / "run").exists()


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
