import sys

import numpy as np

from benchmarks.peers.job import Job

JOB = Job("training", size=9, batch=2, classes=5)


def test_survives_the_command_line(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["worker", *JOB.arguments()])

    assert Job.from_command_line() == JOB


def test_all_workers_get_the_same_numbers():
    assert JOB.images().shape == (2, 9, 9, 3)
    assert JOB.labels().max() < 5
    np.testing.assert_array_equal(JOB.images(), JOB.images())
    np.testing.assert_array_equal(JOB.labels(), JOB.labels())
