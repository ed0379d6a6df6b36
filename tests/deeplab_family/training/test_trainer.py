import csv
import dataclasses
import json
import shutil

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.optimizers import PolyConfig, SGDConfig
from deeplab_family.training import DivergedError, compile_model, train
from deeplab_family.training.devices import prepare
from deeplab_family.training.resume import Checkpoint
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.trainer import _restore
from deeplab_family.weights import Receipt, receipt_of
from input_pipeline import DataError, open_dataset
from tests.tiny_recipe import tiny_mobile


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
        "curves.png",
        "training.html",
        "model_card.md",
        "model_card.json",
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
    for name in ("loss", "val_mean_iou", "learning_rate", "images_per_second"):
        assert tags[name] == "scalars"
    assert tags["val/0"] == tags["val/1"] == "images"


def test_two_replicas_take_the_step_of_one(kept_batches, streets, tmp_path):
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


def test_what_does_not_train_here_is_refused_before_the_first_step(
    streets, tmp_path, no_float16_gradient
):
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
        schedule=PolyConfig(learning_rate=1e30),
    )
    with pytest.raises(DivergedError, match="schedule.learning_rate"):
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
        schedule=PolyConfig(learning_rate=1e30),
    )
    with pytest.raises(DivergedError, match="Nothing was saved"):
        train(bad, tmp_path / "run")
    assert [p.name for p in (tmp_path / "run").iterdir()] == ["diverged"]
    good = tiny_mobile(streets, total_steps=1, eval_every=1)
    assert train(good, tmp_path / "run").count_params() > 0


def test_wrong_weights_are_said_before_the_data_are_read(tmp_path, streets):
    recipe = tiny_mobile(streets, weights="missing.keras")
    with pytest.raises(ValueError, match="is no file missing.keras"):
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


def test_weights_of_reordered_classes_follow_the_names(
    finished, kept_batches, streets, tmp_path, capsys
):
    source, folder, _ = finished
    other = reordered(streets, tmp_path / "other")
    start = str(folder / "best.keras")
    recipe = tiny_mobile(
        streets, weights=start, schedule=PolyConfig(learning_rate=0.0)
    )
    model = train(of_folder(recipe, other), tmp_path / "run")
    assert "Classes: 9 of 9 taken by name" in capsys.readouterr().err
    receipt = receipt_of(model)
    assert receipt.file == "best.keras"
    told = json.loads((tmp_path / "run" / "weights.json").read_text())
    assert Receipt.from_tree(told) == receipt
    for name in ("best.keras", "last.keras"):
        saved = keras.saving.load_model(tmp_path / "run" / name, compile=False)
        assert receipt_of(saved) == receipt
    best = keras.saving.load_model(folder / "best.keras", compile=False)
    np.testing.assert_array_equal(
        model.get_layer("head").conv.kernel.numpy()[..., ::-1],
        best.get_layer("head").conv.kernel,
    )


def test_a_run_too_short_for_what_it_asks_for_leaves_nothing(tmp_path):
    """Refused before the data are looked at."""
    schedule = PolyConfig(warmup_steps=10)
    recipe = tiny_mobile("nowhere", total_steps=10, schedule=schedule)
    with pytest.raises(ValueError, match="`warmup_steps` must be < "):
        train(recipe, tmp_path / "run")
    optimizer = SGDConfig(ema_momentum=0.999)
    recipe = tiny_mobile("nowhere", total_steps=10, optimizer=optimizer)
    with pytest.raises(ValueError, match="`ema_momentum` must be at most"):
        train(recipe, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_checkpoint_of_another_optimizer_is_not_half_restored(tmp_path):
    """Keras warns, and would go on with an optimizer as new."""

    def compiled(optimizer):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile(optimizer, "mse")
        model.optimizer.build(model.trainable_variables)
        return model

    path = tmp_path / "last.keras"
    compiled("adam").save(path)
    checkpoint = Checkpoint(path, TrainState(step=1), {})
    with pytest.raises(ValueError, match="Skipping variable loading"):
        _restore(compiled("sgd"), checkpoint)
    _restore(compiled("adam"), checkpoint)
