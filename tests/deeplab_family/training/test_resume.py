"""Runs that were stopped, or whose files were harmed, go on."""

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

from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import RECIPES
from deeplab_family.training import train
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.cluster_evaluation import ClusterEvaluation
from deeplab_family.training.validation import Validation
from tests.history_rows import figures
from tests.tiny_recipe import tiny, tiny_mobile


def test_finished_run_stays_as_it_is(finished):
    model, folder, recipe = finished
    before = (folder / "last.keras").read_bytes()
    again = train(recipe, folder)
    assert (folder / "last.keras").read_bytes() == before
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_killed_run_takes_the_steps_it_would_have_taken(
    small, streets, tmp_path, grappler
):
    """`kill -9` in the middle of an epoch, then the same command again."""
    recipe = tiny_mobile(streets, total_steps=6, eval_every=4, save_every=3)
    model = train(recipe, tmp_path / "whole")
    folder = tmp_path / "killed"
    program = f"""
import sys, time
from deeplab_family.models import DeepLabV3PlusConfig
from deeplab_family.training import checkpoint_callback, train, training_loop
from tests.small_network import build_small
from tests.tiny_recipe import tiny_mobile

class SlowAfterSaving(checkpoint_callback.SaveLast):
    def on_train_batch_end(self, batch, logs=None):
        super().on_train_batch_end(batch, logs)
        if self.step == 4:
            print("four", flush=True)
            time.sleep(600)

training_loop.SaveLast = SlowAfterSaving
DeepLabV3PlusConfig.build_for_training = build_small
root, folder = {str(streets)!r}, {str(folder)!r}
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
    stopped = keras.saving.load_model(folder / "last.keras")
    assert int(stopped.optimizer.iterations) == 3

    resumed = train(recipe, folder)

    assert int(resumed.optimizer.iterations) == 6
    for mine, theirs in zip(model.variables, resumed.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)


def test_a_run_with_an_auxiliary_head_goes_on_and_leaves_it_behind(
    kept_batches, streets, tmp_path
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


def test_ctrl_c_saves_the_step_it_interrupts(
    small, streets, tmp_path, monkeypatch
):
    class Impatient(Validation):
        def on_train_batch_begin(self, batch, logs=None):
            if batch == 1:  # within the second step, which is finished first
                os.kill(os.getpid(), signal.SIGINT)

    module = sys.modules["deeplab_family.training.segmentation_task"]
    monkeypatch.setattr(module, "Validation", Impatient)
    recipe = tiny_mobile(streets, total_steps=6, eval_every=6, save_every=6)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, tmp_path)
    stopped = keras.saving.load_model(tmp_path / "last.keras")
    assert int(stopped.optimizer.iterations) == 2


def _stop_at(step):
    def stop(self, batch, logs=None):
        if self.step == step:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize(
    "policy, remat",
    [
        ("float32", True),
        pytest.param("mixed_bfloat16", False, marks=pytest.mark.slow),
        ("mixed_float16", False),
    ],
)
def test_any_precision_goes_on_bit_for_bit(
    small, streets, tmp_path, monkeypatch, policy, remat
):
    """Loss scale, updates left out and the shown losses included."""
    recipe = tiny_mobile(
        streets,
        total_steps=5,
        eval_every=4,
        save_every=1,
        precision=policy,
        remat=remat,
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
    rows = figures(tmp_path / "whole")
    assert figures(tmp_path / "stopped") == rows
    assert [row["step"] for row in rows] == ["4", "5"]
    if policy == "mixed_float16":
        assert 0 < int(whole.optimizer.iterations) < 5, "some were left out"


def test_an_evaluation_that_was_cut_short_is_made_again(
    small, streets, tmp_path, monkeypatch
):
    recipe = tiny_mobile(streets, total_steps=6, eval_every=4, save_every=3)
    train(recipe, tmp_path / "whole")
    folder = tmp_path / "cut"

    def killed(*_):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(ClusterEvaluation, "__call__", killed)
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
    texts = [
        (tmp_path / run / "scores.json").read_text() for run in ("whole", "cut")
    ]
    assert texts[0] == texts[1]
    assert figures(folder) == figures(tmp_path / "whole")


def test_the_last_evaluation_is_made_by_a_finished_run(
    small, streets, tmp_path, capsys
):
    """Killed in it, the best network would be missing for ever."""
    recipe = tiny_mobile(streets, total_steps=3, eval_every=3)
    train(recipe, tmp_path)
    history = figures(tmp_path)
    for name in ("history.csv", "best.keras", "scores.json"):
        (tmp_path / name).unlink()
    train(recipe, tmp_path)
    assert figures(tmp_path) == history
    assert (tmp_path / "best.keras").exists()
    capsys.readouterr()
    train(recipe, tmp_path)
    assert "This run is finished: 3 of 3" in capsys.readouterr().err


def test_a_damaged_checkpoint_costs_only_its_steps(
    small, streets, tmp_path, caplog
):
    recipe = tiny_mobile(streets, total_steps=4, eval_every=2, save_every=1)
    model = train(recipe, tmp_path)
    history = figures(tmp_path)
    last = tmp_path / "last.keras"
    os.truncate(last, last.stat().st_size - 100)
    again = train(recipe, tmp_path)
    assert "goes on from last.1.keras, step 3" in caplog.text
    for mine, theirs in zip(model.variables, again.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert figures(tmp_path) == history


def test_data_may_move(small, streets, tmp_path):
    recipe = tiny_mobile(streets)
    model = train(recipe, tmp_path / "run")
    moved = shutil.copytree(streets, tmp_path / "moved")
    data = dataclasses.replace(recipe.data, root=f"{moved}/")
    again = train(dataclasses.replace(recipe, data=data), tmp_path / "run")
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
