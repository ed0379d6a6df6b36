"""Signals of job managers: the step is saved, the status is theirs."""

import os
import signal
import sys

import pytest

from deeplab_family.cli.main import main
from deeplab_family.training import WorkDirectory
from deeplab_family.training.validation import Validation

WORDS = "train synthetic_mobile --steps 6 --train.eval-every 6 --weights none"


class Stopped(Validation):
    """Sends a signal twice within the second step, as `timeout` does."""

    def on_train_batch_begin(self, batch, logs=None):
        if batch == 1:
            os.kill(os.getpid(), self.number)
            os.kill(os.getpid(), self.number)


@pytest.mark.parametrize(
    ("name", "status"), [("SIGTERM", 143), ("SIGUSR1", 75), ("SIGHUP", 129)]
)
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
