import sys

import pytest

from benchmarks import models
from benchmarks.peers.job import Job

JOB = Job("inference", 33, 1)


def test_a_peer_without_an_environment_is_left_out():
    assert models.start(models.KERAS_HUB, "", "keras_hub", JOB) is None


@pytest.mark.parametrize("python", ["/no/such/python", sys.executable])
def test_a_peer_that_cannot_start_is_left_out_with_advice(capsys, python):
    worker = models.start(models.MODEL_GARDEN, python, "missing_peer", JOB)

    said = capsys.readouterr().out
    assert worker is None
    assert "Model Garden is left out" in said and "pip install" in said


@pytest.mark.parametrize("name", [models.OURS, models.BFLOAT16])
def test_this_library_is_never_left_out(name):
    with pytest.raises(RuntimeError, match="missing_worker"):
        models.start(name, sys.executable, "missing_worker", JOB)


@pytest.mark.slow
def test_without_peers_every_form_of_this_library_is_timed(monkeypatch):
    monkeypatch.setitem(models.JOBS, "inference", (JOB, JOB))
    pythons = {
        models.OURS: sys.executable,
        models.BFLOAT16: sys.executable,
        models.MODEL_GARDEN: "",
        models.KERAS_HUB: "",
    }

    table = models.race_task("inference", pythons, rounds=1)

    assert "| this library |" in table and "1.000 (1.000-1.000)" in table
    assert "| this library, as served |" in table
    assert "| this library, bfloat16 |" in table
