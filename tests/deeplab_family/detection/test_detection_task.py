"""Training of detectors: by the machinery of segmentation, bit for bit."""

import csv
import json
import shutil

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.detection.detection_task import train_detector
from deeplab_family.detection.judged_detections import (
    detections_function,
    judge,
)
from deeplab_family.training import DivergedError
from deeplab_family.training.checkpoint_callback import SaveLast
from input_pipeline.detection import OpenedDetectionData
from tests.deeplab_family.detection.tiny_run import tiny_run

PARTS = ("rpn_objectness", "rpn_box", "box_class", "box_delta", "mask")


def table(folder):
    """The rows of `history.csv`, but for the time that they took."""
    rows = list(csv.DictReader((folder / "history.csv").open()))
    for row in rows:
        row.pop("images_per_second", None)
    return rows


def test_a_stopped_run_takes_the_steps_it_would_have_taken(
    finished, tmp_path, monkeypatch
):
    """Proposals are drawn at random: so are those behind the stop."""
    model, folder, recipe = finished

    def stop(self, batch, logs=None):
        if self.step == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", stop)
        with pytest.raises(KeyboardInterrupt):
            train_detector(recipe, tmp_path)
    resumed = train_detector(recipe, tmp_path)
    for mine, theirs in zip(model.weights, resumed.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    assert table(folder) == table(tmp_path)


def test_the_table_has_every_part_of_the_loss(finished):
    _, folder, _ = finished
    for row in table(folder):
        parts = sum(float(row[name]) for name in PARTS)
        assert parts == pytest.approx(float(row["loss"]), rel=1e-4)
        assert float(row["weight_decay"]) > 0


def test_the_table_and_the_best_network_hold_the_scores(finished):
    model, folder, recipe = finished
    data = OpenedDetectionData(recipe.data)
    last = judge(detections_function(model), data, masks=True)
    row = table(folder)[-1]
    for name in ("box_ap", "box_ap50", "mask_ap", "voc07_map", "voc_map"):
        assert float(row[f"val_{name}"]) == last.summary[name]
    best = keras.saving.load_model(folder / "best.keras", compile=False)
    scores = json.loads((folder / "scores.json").read_text())
    again = judge(detections_function(best), data, masks=True)
    assert scores["box_ap50"] == pytest.approx(again.summary["box_ap50"])
    most = max(float(row["val_box_ap50"]) for row in table(folder))
    assert scores["box_ap50"] == pytest.approx(most, abs=1e-6)
    assert best.class_names == ("pole", "sign", "tree", "person", "car")


def test_curves_and_pictures_are_logged(finished):
    _, folder, _ = finished
    (events,) = (folder / "tensorboard").glob("events*")
    tags = {
        value.tag
        for event in tf.compat.v1.train.summary_iterator(str(events))
        for value in event.summary.value
    }
    assert {"val_box_ap50", "mask", "val/0", "val/2"} <= tags
    assert (folder / "curves.png").stat().st_size > 1_000


def test_a_finished_run_stays_as_it_is(finished):
    model, folder, recipe = finished
    before = (folder / "last.keras").read_bytes()
    again = train_detector(recipe, folder)
    assert (folder / "last.keras").read_bytes() == before
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_loss_that_is_no_number_ends_the_run_with_its_images(
    streets, tmp_path
):
    schedule = tiny_run(streets).train.schedule
    schedule = type(schedule)(learning_rate=1e30)
    recipe = tiny_run(streets, schedule=schedule)
    with pytest.raises(DivergedError, match="Its images: .*train_0"):
        train_detector(recipe, tmp_path)
    kept = np.load(next((tmp_path / "diverged").glob("*.npz")))
    assert {"image", "boxes", "classes", "masks"} <= set(kept)


def test_classes_of_another_name_do_not_go_on(finished, streets, tmp_path):
    _, folder, _ = finished
    root, run = tmp_path / "data", tmp_path / "run"
    shutil.copytree(streets, root)
    run.mkdir()
    shutil.copy(folder / "last.keras", run)
    for path in root.glob("annotations/*.json"):
        path.write_text(path.read_text().replace('"person"', '"walker"'))
    with pytest.raises(ValueError, match="class 3 is 'person'"):
        train_detector(tiny_run(root, total_steps=8), run)


@pytest.mark.parametrize("place", ["", "images/train", "images/val/run"])
def test_a_run_among_the_images_is_refused(streets, place):
    with pytest.raises(ValueError, match="lies among the images"):
        train_detector(tiny_run(streets), streets / place)
    assert not (streets / "images" / "val" / "run").exists()


def test_every_part_of_the_loss_is_a_mean_since_the_evaluation(
    finished, streets, tmp_path
):
    """Of six steps the last two: another run, evaluated at each, tells them."""
    _, folder, _ = finished
    recipe = tiny_run(streets, eval_every=1)
    train_detector(recipe, tmp_path)
    single = table(tmp_path)
    for name in (*PARTS, "loss"):
        mean = np.mean([float(row[name]) for row in single[4:]])
        assert float(table(folder)[1][name]) == pytest.approx(mean, rel=1e-5)
