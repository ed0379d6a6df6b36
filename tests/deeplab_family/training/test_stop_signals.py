"""Signals of job managers: the step is saved, the status is theirs."""

import os
import signal
import subprocess
import sys
import time

import keras
import numpy as np
import pytest

from deeplab_family.cli.main import main
from deeplab_family.training import WorkDirectory, train
from deeplab_family.training.loss_callback import LossLog
from deeplab_family.training.validation import Validation
from tests.tiny_recipe import tiny_mobile

WORDS = "train synthetic_mobile --steps 6 --train.eval-every 6 --weights none"


class Stopped(Validation):
    """Sends a signal twice within the second step, as `timeout` does."""

    def on_train_batch_begin(self, batch, logs=None):
        if batch == 1:
            os.kill(os.getpid(), self.number)
            os.kill(os.getpid(), self.number)


STATUSES = [("SIGTERM", 143), ("SIGUSR1", 75), ("SIGHUP", 129)]


@pytest.mark.parametrize(("name", "status"), STATUSES)
def test_train_saves_the_step_and_ends_with_the_status(
    small, streets, tmp_path, monkeypatch, capsys, name, status
):
    monkeypatch.setattr(Stopped, "number", getattr(signal, name), raising=False)
    module = sys.modules["deeplab_family.training.segmentation_task"]
    monkeypatch.setattr(module, "Validation", Stopped)
    words = [*WORDS.split(), "--crop", "32", "--batch-size", "2"]
    words += ["--data.root", str(streets), "--workdir", str(tmp_path / "run")]
    assert main(words) == status
    said = capsys.readouterr().err
    assert f"stopped by {name}; step 2 is saved" in said
    assert WorkDirectory(tmp_path / "run").saved_step() == 2


class Halfway(LossLog):
    """Ctrl-C twice when the second step's weights are there, not its count."""

    def on_train_batch_end(self, batch, logs=None):
        if self.state.step == 1:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
        super().on_train_batch_end(batch, logs)


def test_half_a_step_is_not_saved(small, streets, tmp_path, monkeypatch):
    module = sys.modules["deeplab_family.training.training_loop"]
    monkeypatch.setattr(module, "LossLog", Halfway)
    recipe = tiny_mobile(streets, total_steps=6, eval_every=6, save_every=6)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, tmp_path)
    assert WorkDirectory(tmp_path).saved_step() is None


SHORT = """--steps 40 --crop 32 --batch-size 2 --weights none
--model.backbone.alpha 0.35 --model.filters 8 --train.eval-every 20
--train.save-every 1"""


def start(streets, folder):
    """`deeplab train` as a process of its own."""
    words = ["train", "synthetic_mobile", *SHORT.split()]
    words += ["--data.root", str(streets), "--workdir", str(folder)]
    return subprocess.Popen(
        [sys.executable, "-m", "deeplab_family.cli.main", *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )


def everything(folder):
    model = keras.saving.load_model(folder / "last.keras")
    return [*model.weights, *model.optimizer.variables]


@pytest.fixture(scope="module")
def whole(streets, tmp_path_factory):
    """A run that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    with start(streets, folder) as process:
        _, said = process.communicate()
    assert process.returncode == 0, said
    return everything(folder)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "status"), STATUSES)
def test_a_process_that_was_stopped_goes_on_bit_for_bit(
    whole, streets, tmp_path, name, status
):
    folder = WorkDirectory(tmp_path / "run")
    with start(streets, folder.path) as process:
        while process.poll() is None and not folder.last.exists():
            time.sleep(0.01)
        process.send_signal(getattr(signal, name))
        _, said = process.communicate()
    assert process.returncode == status, said
    step = folder.saved_step()
    assert f"stopped by {name}; step {step} is saved" in said
    assert 0 < step < 40
    with start(streets, folder.path) as process:
        _, said = process.communicate()
    assert process.returncode == 0, said
    assert f"Continues at step {step} of 40" in said
    for mine, theirs in zip(whole, everything(folder.path), strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
