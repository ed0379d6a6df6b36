"""Two processes on this machine train one network, in two launches.

Each is `deeplab train ... --workers A,B --index N`.

First launch: a whole run, then one whose worker 1 is killed (`kill -9`) in
step 4 of 6. Second launch: that run again. One process trains the same.
"""

import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest

from deeplab_family.evaluation import evaluate
from deeplab_family.inference import load_predictor
from deeplab_family.training import compile_model, train
from deeplab_family.training.devices import prepare
from input_pipeline import draw_synthetic, open_data
from tests.deeplab_family.training.test_rendezvous import free_ports
from tests.two_workers_recipe import two_workers_recipe

PROGRAM = Path(__file__).parent / "worker_program.py"
ROOT = Path(__file__).parents[3]
TOO_LONG = 500


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Three pictures to judge by: uneven for two workers."""
    root = tmp_path_factory.mktemp("data") / "streets"
    draw_synthetic(root, train=6, val=3, size=(48, 64))
    return root


@pytest.fixture(scope="module")
def launched(root, tmp_path_factory):
    """The folder of the runs, and what the workers printed in each launch."""
    folder = tmp_path_factory.mktemp("workers")
    first = launch(folder, root, "whole", "killed")
    stopped = json.loads(read_member(folder / "killed" / "last.keras"))
    second = launch(folder, root, "again")
    return folder, first, stopped, second


def launch(folder, root, *tasks):
    """Starts both workers; returns exit status and output of each."""
    listed = ",".join(f"127.0.0.1:{port}" for port in free_ports(2))
    processes = [
        subprocess.Popen(
            [sys.executable, PROGRAM, folder, root, listed, index, *tasks],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for index in "01"
    ]
    try:
        texts = [p.communicate(timeout=TOO_LONG)[0] for p in processes]
    finally:
        for process in processes:
            process.kill()
    return [
        (process.returncode, text)
        for process, text in zip(processes, texts, strict=True)
    ]


def read_member(path):
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read("run.json")


def weights_of(text, task):
    (digest,) = re.findall(rf"^{task} weights: (\d+)$", text, re.MULTILINE)
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
    assert json.loads(again.to_json()) == scores


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
    assert "killed" not in other
    assert stopped["state"]["step"] == 3


def test_started_again_the_run_ends_bit_for_bit_the_same(launched):
    _, ((_, first), _), _, again = launched
    for status, text in again:
        assert status == 0, text
        assert "Continues at step 3 of 6" in text
        assert weights_of(text, "again") == weights_of(first, "whole")
