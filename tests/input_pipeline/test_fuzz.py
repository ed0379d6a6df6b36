"""Damaged files never end the process and never pass as good data."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

QUICK, MANY = 60, 3000


def judged(count, folder):
    """What came of damaged files, in a process that may die of them."""
    module = "tests.input_pipeline.fuzz.judge"
    process = subprocess.run(
        [sys.executable, "-m", module, str(count), "0", str(folder)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    return json.loads(process.stdout.splitlines()[-1])


def assert_harmless(answer, count):
    assert not answer["defects"], "\n".join(answer["defects"])
    for name, outcomes in answer["outcomes"].items():
        assert sum(outcomes.values()) == count, name
        assert outcomes["refused"] > count * 0.3, (name, outcomes)


def test_a_few_damaged_files_of_each_kind(tmp_path):
    assert_harmless(judged(QUICK, tmp_path), QUICK)


@pytest.mark.slow
def test_thousands_of_damaged_files(tmp_path):
    assert_harmless(judged(MANY, tmp_path), MANY)
