"""Training of classifiers: by the machinery of segmentation, bit for bit."""

import csv
import json
import shutil

import keras
import numpy as np
import pytest

from deeplab_family.classification.classification_task import (
    ErrorValidation,
    train_classifier,
)
from deeplab_family.classification.top_errors import evaluate_classifier
from deeplab_family.optimizers import SGDConfig
from deeplab_family.training import WorkDirectory
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.train_state import TrainState
from input_pipeline import DataError
from input_pipeline.classification import OpenedClassData
from input_pipeline.classification.drawn_classes import draw_classes
from tests.deeplab_family.classification.tiny_classifier import tiny_classifier
from tests.thread_cluster import ThreadCluster, in_clusters
from tests.training_follower import written_by_follower


def table(folder):
    """The rows of `history.csv`, but for the time that they took."""
    rows = list(csv.DictReader((folder / "history.csv").open()))
    for row in rows:
        row.pop("images_per_second", None)
    return rows


def test_a_stopped_run_takes_the_steps_it_would_have_taken(
    finished, tmp_path, monkeypatch
):
    model, folder, recipe = finished

    def stop(self, batch, logs=None):
        if self.step == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", stop)
        with pytest.raises(KeyboardInterrupt):
            train_classifier(recipe, tmp_path)
    resumed = train_classifier(recipe, tmp_path)
    for mine, theirs in zip(model.weights, resumed.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    ends = [
        keras.saving.load_model(place / "last.keras").optimizer.variables
        for place in (folder, tmp_path)
    ]
    for mine, theirs in zip(*ends, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    assert table(folder) == table(tmp_path)


def test_the_table_and_the_best_network_hold_the_errors(finished):
    model, folder, recipe = finished
    rows = table(folder)
    assert [row["step"] for row in rows] == ["4", "6"]
    data = OpenedClassData(recipe.data)
    last = evaluate_classifier(model, data.eval_batches())
    assert float(rows[1]["val_top1_error"]) == last.top1
    assert float(rows[1]["val_top5_error"]) == last.top5 == 0  # of 3 classes
    best = keras.saving.load_model(folder / "best.keras", compile=False)
    scores = json.loads((folder / "scores.json").read_text())
    errors = evaluate_classifier(best, data.eval_batches())
    assert scores == json.loads(errors.to_json())
    least = min(float(row["val_top1_error"]) for row in rows)
    assert scores["top1_error"] == round(least, 6)
    assert best.class_names == ("n01", "n02", "n10")


def test_shares_of_several_processes_are_one_evaluation(
    finished, tmp_path, monkeypatch
):
    """Six images for two processes of batches of four, one writes."""
    model, folder, recipe = finished
    data = OpenedClassData(recipe.data)
    whole = evaluate_classifier(model, data.eval_batches())
    monkeypatch.setattr(ThreadCluster, "local_replicas", 1)
    saved = []
    monkeypatch.setattr(WorkDirectory, "save_best", lambda *a: saved.append(a))

    def judge(cluster):
        state, logs = TrainState(step=3), {}
        batches = data.eval_batches((cluster.index, cluster.count))
        place = WorkDirectory(tmp_path)
        validation = ErrorValidation(batches, data.spec, place, state, cluster)
        validation.set_model(model)
        validation.on_epoch_end(0, logs)
        return logs, validation.history.rows

    for logs, (row,) in in_clusters(judge):
        assert logs["val_top1_error"] == whole.top1
        assert logs["val_top5_error"] == whole.top5
        assert row == {"step": 3, **logs}
    assert len(saved) == 1


def test_an_average_of_weights_is_what_is_judged_and_kept(tree, tmp_path):
    optimizer = SGDConfig(ema_momentum=0.3)
    recipe = tiny_classifier(
        tree, optimizer=optimizer, total_steps=2, eval_every=2
    )
    average = train_classifier(recipe, tmp_path)
    best, last = (
        keras.saving.load_model(tmp_path / name, compile=False)
        for name in ("best.keras", "last.keras")
    )
    for mine, theirs in zip(average.weights, best.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    first, kept = last.trainable_variables[0], best.trainable_variables[0]
    assert not np.array_equal(first, kept)


def test_all_but_the_first_process_write_nothing(tree, tmp_path, monkeypatch):
    recipe = tiny_classifier(tree, total_steps=2, eval_every=1, save_every=1)

    def start():
        assert train_classifier(recipe, tmp_path).weights

    assert not written_by_follower(start, tmp_path, monkeypatch)


def test_it_learns_plain_colors(tree, tmp_path):
    recipe = tiny_classifier(tree, total_steps=30, eval_every=30)
    train_classifier(recipe, tmp_path)
    scores = json.loads((tmp_path / "scores.json").read_text())
    assert scores["top1_error"] == 0


def test_decay_is_that_of_all_kernels(finished):
    """Half of 1e-4 times the squares, the last layer's among them."""
    model, folder, recipe = finished
    last = keras.saving.load_model(folder / "last.keras")
    rows = table(folder)
    kernels = [v for v in last.trainable_variables if v.name == "kernel"]
    assert len(kernels) == 6
    square = sum(float(np.square(kernel).sum()) for kernel in kernels)
    decay = float(rows[1]["weight_decay"])
    assert decay == pytest.approx(0.5e-4 * square, rel=0.05)


def test_a_finished_run_stays_as_it_is(finished):
    model, folder, recipe = finished
    before = (folder / "last.keras").read_bytes()
    again = train_classifier(recipe, folder)
    assert (folder / "last.keras").read_bytes() == before
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_classes_of_another_name_do_not_go_on(finished, tmp_path):
    _, folder, _ = finished
    shutil.copy(folder / "last.keras", tmp_path)
    root = draw_classes(tmp_path / "tree", train=1, val=1)
    for split in ("train", "val"):
        (root / split / "n02").rename(root / split / "n03")
    recipe = tiny_classifier(root, total_steps=8)
    with pytest.raises(ValueError, match="class 1 is 'n02'"):
        train_classifier(recipe, tmp_path)


@pytest.mark.parametrize("place", ["", "train", "val/n01/run"])
def test_a_run_among_the_images_is_refused(tree, place):
    with pytest.raises(ValueError, match="lies among the images"):
        train_classifier(tiny_classifier(tree), tree / place)
    assert not (tree / "val" / "n01" / "run").exists()


def test_a_start_that_fails_leaves_nothing(tree, tmp_path):
    with pytest.raises(DataError, match="no folder"):
        train_classifier(tiny_classifier(tree / "gone"), tmp_path / "run")
    assert not (tmp_path / "run").exists()
