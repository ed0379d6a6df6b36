"""Memory and time of a training step: DeepLabv3, ResNet-50, 2 x 321 x 321.

    python -m benchmarks.memory --model-garden MG/bin/python

Every contestant is a process of its own, and its memory the most that this
process ever held (Linux: VmHWM), TensorFlow's own included. Contestants take
turns, and the steps are those of `benchmarks.models`.
"""

import contextlib
import os
import sys

import tyro

from benchmarks.harness import Timing, race
from benchmarks.models import JOBS, MODEL_GARDEN, OURS, start
from benchmarks.report import machine
from benchmarks.worker import Worker
from deeplab_family.console.tables import Table, numbers, words

REMAT = "this library, --train.remat"
GOAL = 1_400


def main(
    model_garden: str = os.environ.get("MODEL_GARDEN_PYTHON", ""),
    rounds: int = 5,
) -> None:
    """Prints the table, with what is held before the first step.

    Args:
        model_garden: Python executable with tf-models-official.
        rounds: turns of each contestant.
    """
    plan = {
        OURS: (sys.executable, "this_library"),
        REMAT: (sys.executable, "this_library_remat"),
        MODEL_GARDEN: (model_garden, "model_garden"),
    }
    with contextlib.ExitStack() as stack:
        workers = []
        for name, (python, module) in plan.items():
            worker = start(name, python, module, JOBS["training"][0])
            if worker:
                stack.callback(worker.close)
                workers.append(worker)
        before = [worker.peak_bytes for worker in workers]
        timings = race(workers, rounds)
        print(_table(workers, before, timings))


def _table(
    workers: list[Worker], before: list[int], timings: list[Timing]
) -> str:
    rows = []
    for worker, held, timing in zip(workers, before, timings, strict=True):
        ratio, low, high = timing.ratio_to(timings[0])
        rows.append(
            (
                worker.name,
                f"{held / 2**20:,.0f}",
                f"{worker.peak_bytes / 2**20:,.0f}",
                f"{1e3 * timing.median:,.0f}",
                f"{ratio:.3f} ({low:.3f}-{high:.3f})",
            )
        )
    headings = (
        "before the first step, MiB",
        f"peak, MiB (goal {GOAL:,})",
        "median ms",
        f"time / {OURS} (quartiles)",
    )
    columns = (*words(""), *numbers(*headings))
    table = Table(columns=columns, rows=tuple(rows))
    title = "## Memory of a training step: DeepLabv3, ResNet-50, 2 x 321 x 321"
    return f"{title}\n\n{machine()}\n\n{table.markdown()}\n"


if __name__ == "__main__":
    tyro.cli(main)
