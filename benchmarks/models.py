"""DeepLabv3 on ResNet-50, against the peers that have one.

    python -m benchmarks.models \\
        --model-garden MG/bin/python --keras-hub HUB/bin/python

The peers need other packages than this library, hence environments of their
own; without one, the peer is left out and the way to make it is printed.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Literal

import tyro

from benchmarks.harness import race
from benchmarks.peers.job import Job
from benchmarks.report import report, write_json
from benchmarks.worker import Worker

OURS, BFLOAT16 = "this library", "this library, bfloat16"
MODEL_GARDEN, KERAS_HUB = "Model Garden", "KerasHub"

# KerasHub takes no size that 32 does not divide: the next smaller one.
JOBS = {
    "inference": (Job("inference", 513, 1), Job("inference", 512, 1)),
    "training": (Job("training", 321, 2), Job("training", 320, 2)),
}

OWN = {
    "inference": {
        OURS: "this_library",
        BFLOAT16: "this_library_served_bfloat16",
    },
    "training": {OURS: "this_library", BFLOAT16: "this_library_bfloat16"},
}

ADVICE = {
    MODEL_GARDEN: "run `python3.11 -m venv mg && mg/bin/pip install "
    "tf-models-official` and set MODEL_GARDEN_PYTHON=mg/bin/python",
    KERAS_HUB: "run `python3.11 -m venv hub && hub/bin/pip install "
    "tensorflow-cpu keras-hub` and set KERAS_HUB_PYTHON=hub/bin/python",
}


def main(
    tasks: tuple[Literal["inference", "training"], ...] = tuple(JOBS),
    model_garden: str = os.environ.get("MODEL_GARDEN_PYTHON", ""),
    keras_hub: str = os.environ.get("KERAS_HUB_PYTHON", ""),
    rounds: int = 9,
    json: Path | None = None,
) -> None:
    """Races inference (513, batch 1) and training steps (321, batch 2).

    Args:
        tasks: which races to hold.
        model_garden: Python executable with tf-models-official.
        keras_hub: Python executable with keras-hub.
        rounds: turns of each contestant.
        json: folder for the numbers, too; a file for each race.
    """
    pythons = {
        OURS: sys.executable,
        BFLOAT16: sys.executable,
        MODEL_GARDEN: model_garden,
        KERAS_HUB: keras_hub,
    }
    for name, advice in ADVICE.items():
        if not pythons[name]:
            print(f"{name} is left out. To have it, {advice}")
    for task in tasks:
        print(race_task(task, pythons, rounds, json), flush=True)


def race_task(
    task: str, pythons: dict[str, str], rounds: int, json: Path | None = None
) -> str:
    """Holds one race; returns its table.

    Args:
        task: "inference" or "training".
        pythons: Python executable of each contestant; "" leaves it out.
        rounds: turns of each contestant.
        json: folder for the numbers; None for none.
    """
    job, hub_job = JOBS[task]
    plan = {
        **{name: (module, job) for name, module in OWN[task].items()},
        MODEL_GARDEN: ("model_garden", job),
        KERAS_HUB: ("keras_hub", hub_job),
    }
    with contextlib.ExitStack() as stack:
        workers = []
        for name, (module, work) in plan.items():
            worker = start(name, pythons[name], module, work)
            if worker:
                stack.callback(worker.close)
                workers.append(worker)
        timings = race(workers, rounds)
    names = [worker.name for worker in workers]
    baseline = MODEL_GARDEN if MODEL_GARDEN in names else OURS
    size = f"{job.batch} x {job.size} x {job.size}"
    title = f"DeepLabv3, ResNet-50: {task}, {size}"
    if json is not None:
        write_json(json / f"models_{task}.json", title, timings, baseline)
    return report(title, timings, baseline)


def start(name: str, python: str, module: str, job: Job) -> Worker | None:
    """Starts a contestant; a peer that cannot take part is left out."""
    if not python:
        return None
    module = f"benchmarks.peers.{module}"
    try:
        return Worker(name, python, module, job.arguments())
    except (OSError, RuntimeError) as error:
        if name not in ADVICE:
            raise
        print(f"{error}\n{name} is left out. To have it, {ADVICE[name]}")
        return None


if __name__ == "__main__":
    tyro.cli(main)
