"""A process that is killed at any change of the disk loses nothing.

What `kill -9` leaves behind is what the folder of the run holds at that
moment. So one undisturbed run is watched, its folder is copied before and
after every change of a name, and each copy is continued: it must end with the
weights, the optimizer and the table of the run that nobody killed.
"""

import contextlib
import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import types
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from deeplab_family.training import train
from deeplab_family.training.checkpoint_file import read_record
from input_pipeline import open_data
from tests.tiny_recipe import tiny_mobile

STEPS = {"total_steps": 3, "eval_every": 2, "save_every": 1}
CHANGES = ("replace", "link", "unlink", "remove", "rmdir", "fsync")


class Witness:
    """Copies a folder around each call that changes a name in it or syncs."""

    def __init__(self, folder: Path, copies: Path):
        self.folder, self.copies = folder, copies
        self.kept, self._seen = [], set()

    @contextlib.contextmanager
    def watching(self, monkeypatch):
        with monkeypatch.context() as patch:
            for name in CHANGES:
                patch.setattr(os, name, self._around(getattr(os, name)))
            yield

    def _around(self, real):
        def changed(*args, **kwargs):
            self.look()
            try:
                return real(*args, **kwargs)
            finally:
                self.look()

        return changed

    def look(self):
        """Keeps a copy unless a continuation would find the same files."""
        found = frozenset(
            (path.name, path.stat().st_ino, path.stat().st_size)
            for path in self.folder.glob("[!.]*")
            if path.is_file()
        )
        if not self.folder.exists() or found in self._seen:
            return
        self._seen.add(found)
        copy = self.copies / str(len(self.kept))
        shutil.copytree(self.folder, copy)
        self.kept.append(copy)


@pytest.fixture
def one_network(small, monkeypatch):
    """The network is traced once; each run sets it back to its first values.

    What a run does is the same, it only need not be compiled anew.
    """
    module = sys.modules["deeplab_family.training.trainer"]
    real, made = module.compile_model, {}

    def compiled(recipe, **words):
        if not made:
            model = real(recipe, **words)
            made["model"] = model
            made["first"] = [v.numpy() for v in _everything(model)]
        for variable, value in zip(
            _everything(made["model"]), made["first"], strict=True
        ):
            variable.assign(value)
        return made["model"]

    monkeypatch.setattr(module, "compile_model", compiled)
    task = sys.modules["deeplab_family.training.segmentation_task"]
    monkeypatch.setattr(task.Segmentation, "check", lambda *_: None)
    served = sys.modules["deeplab_family.training.inference_model"]
    monkeypatch.setattr(served, "KerasPredictor", predictor_without_graph)
    monkeypatch.setattr(task, "Summaries", NoPictures)
    monkeypatch.setattr(task, "TrainingPages", NoPictures)


def predictor_without_graph(network):
    def predict(images):
        logits = network(images, training=False).numpy()
        return types.SimpleNamespace(class_map=logits.argmax(-1))

    return predict


class NoPictures(keras.callbacks.Callback):
    """Stands in for pictures, which nobody resumes from."""

    panels = ()

    def __init__(self, *_):
        super().__init__()


def _everything(model):
    return [*model.variables, *model.optimizer.variables]


def ends(folder):
    """Weights and optimizer bit for bit, state, scores and table."""
    rows = list(csv.DictReader((folder / "history.csv").open()))
    for row in rows:
        row.pop("images_per_second", None)
    files = folder / "last.keras", folder / "best.keras"
    weights = [zipfile.ZipFile(f).read("model.weights.h5") for f in files]
    records = [read_record(path) for path in files]
    return rows, (folder / "scores.json").read_text(), records, weights


def test_every_change_of_the_disk_may_be_the_last(
    one_network, streets, tmp_path, monkeypatch
):
    recipe = tiny_mobile(streets, **STEPS)
    folder = tmp_path / "run"
    witness = Witness(folder, tmp_path / "copies")
    with witness.watching(monkeypatch):
        train(recipe, folder)
    whole = ends(folder)
    assert [row["step"] for row in whole[0]] == ["2", "3"]
    assert len(witness.kept) > 12
    for copy in witness.kept:
        train(recipe, copy)
        assert ends(copy) == whole, copy


NURSERY = """
import os, sys
import numpy as np
import tensorflow as tf
from deeplab_family.models import DeepLabV3PlusConfig
from deeplab_family.training import segmentation_task, train, trainer
from input_pipeline import OpenedData
from tests.deeplab_family.training.test_kill_points import NoPictures
from tests.small_network import build_small
from tests.tiny_recipe import tiny_mobile

root, steps, kept = sys.argv[1], int(sys.argv[2]), np.load(sys.argv[3])

def drawn(split):
    parts = kept[split + "_images"], kept[split + "_labels"]
    return tf.data.Dataset.from_tensor_slices(parts)

def train_batches(self, start_step=0):
    return drawn("train").repeat().skip(start_step)

OpenedData.train_batches = train_batches
OpenedData.eval_batches = lambda s: drawn("val")
DeepLabV3PlusConfig.build_for_training = build_small
segmentation_task.Segmentation.check = lambda *_: None
segmentation_task.Summaries = segmentation_task.TrainingPages = NoPictures
recipe = tiny_mobile(root, total_steps=steps, eval_every=9, save_every=2)
for line in sys.stdin:
    child = os.fork()
    if not child:
        train(recipe, line.strip())
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
STEPS_OF_KILLED = 150


@pytest.fixture
def nursery(streets, tmp_path):
    """Starts runs, each in a process of its own that need not import anew.

    Nor need it draw the batches: batch k is one of ten.
    """
    data, kept = open_data(tiny_mobile(streets).data), {}
    for split, batches in (
        ("train", data.train_batches().take(10)),
        ("val", data.eval_batches()),
    ):
        images, labels = zip(*batches.as_numpy_iterator(), strict=True)
        kept[f"{split}_images"] = np.stack(images)
        kept[f"{split}_labels"] = np.stack(labels)
    np.savez(tmp_path / "batches.npz", **kept)
    words = [str(streets), str(STEPS_OF_KILLED), tmp_path / "batches.npz"]
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def start(folder):
            process.stdin.write(f"{folder}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield start, lambda: int(process.stdout.readline())
        process.stdin.close()


@pytest.mark.slow
def test_twenty_true_kills_end_bit_for_bit(nursery, tmp_path):
    """`kill -9` of a process, 20 times in one run, at random moments."""
    start, end = nursery
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    start(whole)
    assert end() == 0
    random_moments = random.Random(0)
    for _ in range(20):
        child, before = start(folder), _saved(folder)
        # From its first new checkpoint on, so that the run gets ahead.
        while _saved(folder) == before:
            os.kill(child, 0)  # raises if it came to an end
            time.sleep(0.005)
        time.sleep(random_moments.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        assert end() == -signal.SIGKILL
    state = read_record(folder / "last.keras")["state"]
    assert 20 <= state["step"] < STEPS_OF_KILLED, "each got ahead, none ended"
    start(folder)
    assert end() == 0
    assert ends(folder) == ends(whole)


def _saved(folder: Path):
    with contextlib.suppress(OSError):
        return (folder / "last.keras").stat().st_ino
    return None
