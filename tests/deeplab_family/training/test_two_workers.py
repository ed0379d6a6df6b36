"""Two processes on this machine train one network, in two launches.

Each is `deeplab train ... --workers A,B --index N`.

First launch: a whole run, then one whose worker 1 is killed (`kill -9`) in
step 4 of 6. Second launch: that run again. One process trains the same.
"""

import contextlib
import csv
import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from signal import SIGKILL

import keras
import numpy as np
import pytest

from deeplab_family.classification.classification_task import train_classifier
from deeplab_family.classification.top_errors import evaluate_classifier
from deeplab_family.evaluation import evaluate
from deeplab_family.inference import load_predictor
from deeplab_family.training import compile_model, train
from deeplab_family.training.devices import prepare
from input_pipeline import draw_synthetic, open_data
from input_pipeline.classification import OpenedClassData, draw_classes
from tests.deeplab_family.classification.tiny_classifier import tiny_classifier
from tests.two_workers_recipe import two_workers_recipe

PROGRAM = Path(__file__).parent / "worker_program.py"
ROOT = Path(__file__).parents[3]
TOO_LONG = 1500


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Three pictures to judge by: uneven for two workers."""
    root = tmp_path_factory.mktemp("data") / "streets"
    draw_synthetic(root, train=6, val=3, size=(48, 64))
    return root


@contextlib.contextmanager
def program(folder, root):
    """A function that launches both workers with tasks."""
    with subprocess.Popen(
        [sys.executable, PROGRAM, folder, root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        late = threading.Timer(TOO_LONG, os.killpg, (process.pid, SIGKILL))
        late.start()

        def launch(tasks):
            process.stdin.write(f"{tasks}\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        try:
            yield launch
            process.stdin.close()
            process.wait()
        finally:
            late.cancel()


@pytest.fixture(scope="module")
def launched(root, tmp_path_factory):
    """The folder of the runs, and what the workers printed in each launch."""
    folder = tmp_path_factory.mktemp("workers")
    with program(folder, root) as launch:
        first = launch("whole killed")
        stopped = json.loads(read_member(folder / "killed" / "last.keras"))
        second = launch("again")
    return folder, first, stopped, second


def read_member(path):
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("run.json")


def all_weights_of(text, task):
    """A digest for each training of a task."""
    return re.findall(rf"^{task} weights: (\d+)$", text, re.MULTILINE)


def weights_of(text, task):
    (digest,) = all_weights_of(text, task)
    return digest


@pytest.fixture(scope="module")
def alone(root, tmp_path_factory):
    """The same recipe in this process."""
    folder = tmp_path_factory.mktemp("alone")
    recipe = two_workers_recipe(root)
    return train(recipe, folder), folder, recipe


def test_both_workers_end_with_the_same_weights(launched):
    _, ((status, chief), (_, other)), _, _ = launched
    assert status == 0, chief
    assert weights_of(chief, "whole") == weights_of(other, "whole")


def test_they_take_the_steps_of_one_process(launched, alone):
    """Synchronized statistics and the mean over the global batch included."""
    folder, *_ = launched
    model, _, recipe = alone
    together = keras.saving.load_model(folder / "whole" / "last.keras")
    prepare(recipe.train.seed, "float32")
    fresh = compile_model(recipe.with_num_classes(9))
    pairs = zip(model.weights, together.weights, fresh.weights, strict=True)
    for mine, theirs, start in pairs:
        mine, theirs, start = map(np.asarray, (mine, theirs, start))
        moved = np.abs(mine - start).max()
        np.testing.assert_allclose(theirs, mine, atol=0.01 * moved + 1e-6)
    step = sum(
        np.sum((np.asarray(mine) - np.asarray(start)) ** 2)
        for mine, start in zip(model.weights, fresh.weights, strict=True)
    )
    assert step > 0.01


def test_the_history_is_that_of_one_process(launched, alone):
    folder, *_ = launched
    together, one = (
        list(csv.DictReader((path / "history.csv").open()))
        for path in (folder / "whole", alone[1])
    )
    assert [row["step"] for row in together] == ["3", "6"]
    for mine, theirs in zip(one, together, strict=True):
        for name in ("loss", "weight_decay"):
            assert float(mine[name]) == pytest.approx(
                float(theirs[name]), rel=1e-4
            )


def test_every_pixel_was_judged_once(launched, root):
    """The best network's scores are those of one process, pixel by pixel."""
    folder, *_ = launched
    scores = json.loads((folder / "whole" / "scores.json").read_text())
    data = open_data(two_workers_recipe(root).data)
    predictor = load_predictor(folder / "whole" / "best.keras")
    again = evaluate(predictor, data.eval_batches(), data.spec)
    assert scores["images"] == 3
    whole = dataclasses.replace(again, rows=())  # a run keeps no intervals
    assert json.loads(whole.to_json()) == scores


def test_the_first_worker_alone_writes(launched):
    folder, ((_, chief), (_, other)), _, _ = launched
    (events,) = (folder / "whole" / "tensorboard").iterdir()
    assert events.stat().st_size > 0
    assert "step 6/6" in chief
    assert "step 6/6" not in other
    names = {path.name for path in (folder / "whole").iterdir()}
    assert {"last.keras", "best.keras", "history.csv"} <= names
    assert not any(name.startswith(".") for name in names)


def test_the_survivor_of_a_kill_names_who_is_gone(launched):
    _, ((status, chief), (killed, other)), stopped, _ = launched
    assert killed == -9
    assert status == 0, chief
    assert re.search(
        r"error: worker 1 \(127.0.0.1:\d+\) is gone, and none", chief
    )
    assert "killed status: 75" in chief, "started again, the run goes on"
    assert "killed status" not in other
    assert stopped["state"]["step"] == 3


def test_started_again_the_run_ends_bit_for_bit_the_same(launched):
    _, ((_, first), _), _, again = launched
    for status, text in again:
        assert status == 0, text
        assert "Continues at step 3 of 6" in text
        assert weights_of(text, "again") == weights_of(first, "whole")


@pytest.fixture(scope="module")
def other_tasks(root, tmp_path_factory):
    """The folder of a staged run and a classifier, and what was printed."""
    folder = tmp_path_factory.mktemp("others")
    draw_classes(folder / "classes", val=1)
    with program(folder, root) as launch:
        return folder, launch("staged classifier")


@pytest.mark.slow
def test_stages_are_rehearsed_on_both(other_tasks):
    """One draws the pictures and fills the backbone, both take every step."""
    folder, ((status, chief), (_, other)) = other_tasks
    assert status == 0 and "staged status: 0" in chief, chief
    assert "staged status: 0" in other, other
    digests = all_weights_of(chief, "staged")
    assert len(set(digests)) == 2
    assert all_weights_of(other, "staged") == digests
    for text in (chief, other):
        assert "Stage 2 of 2: two" in text
    receipt = json.loads((folder / "staged/two/weights.json").read_text())
    one = (folder / "staged/one/last.keras").read_bytes()
    assert receipt["sha256"] == hashlib.sha256(one).hexdigest()
    assert (folder / "staged/tiny/backbone.keras").exists()


@pytest.mark.slow
def test_a_classifier_is_trained_by_both(other_tasks):
    """Three images to judge by: uneven for two workers."""
    folder, ((_, chief), (_, other)) = other_tasks
    assert "classifier status: 0" in chief, chief
    assert "classifier status: 0" in other, other
    digest = weights_of(chief, "classifier")
    assert weights_of(other, "classifier") == digest
    run = folder / "classifier"
    scores = json.loads((run / "scores.json").read_text())
    best = keras.saving.load_model(run / "best.keras", compile=False)
    data = OpenedClassData(tiny_classifier(folder / "classes").data)
    errors = evaluate_classifier(best, data.eval_batches())
    assert scores == json.loads(errors.to_json())
    assert scores["images"] == 3

    recipe = tiny_classifier(folder / "classes")
    alone = train_classifier(recipe, folder / "alone")
    together = keras.saving.load_model(run / "last.keras", compile=False)
    prepare(recipe.train.seed, "float32")
    fresh = compile_model(recipe.with_num_classes(3))
    step = distance(alone, fresh)
    assert step > 0.01
    assert distance(alone, together) < 0.01 * step


def distance(one, other):
    squares = [
        np.sum((np.asarray(mine) - np.asarray(theirs)) ** 2)
        for mine, theirs in zip(one.weights, other.weights, strict=True)
    ]
    return sum(squares) ** 0.5
