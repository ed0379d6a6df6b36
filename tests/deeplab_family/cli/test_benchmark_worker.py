import io
import json
import subprocess
import sys

import numpy as np

from deeplab_family.cli.benchmark_worker import serve
from deeplab_family.inference.memory_bound import peak_bytes


def test_answers_each_line_with_the_times_of_some_runs(monkeypatch):
    runs, answers = [], io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n\n"))
    monkeypatch.setattr("deeplab_family.cli.benchmark_worker.TURN_SECONDS", 0)
    serve(lambda: runs.append(1), answers)
    ready, *turns = map(json.loads, answers.getvalue().splitlines())
    assert ready == {}
    assert [len(turn["seconds"]) for turn in turns] == [1, 1]
    assert len(runs) == 2 + 2  # warm-up first


def test_peak_memory_is_in_bytes_and_outlasts_what_was_held():
    block = np.ones(3 * 10**8, np.uint8)
    during = peak_bytes()
    assert block.size < during < 10**11
    del block
    # Linux counts pages in batches: some may be added later.
    assert abs(peak_bytes() - during) < 2**20


def test_a_child_does_not_count_what_its_parent_holds():
    block = np.ones(6 * 10**8, np.uint8)
    program = (
        "from deeplab_family.inference.memory_bound import peak_bytes\n"
        "print(peak_bytes())"
    )
    said = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert int(said) < block.size
