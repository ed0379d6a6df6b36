import numpy as np
import pytest

from export.proof import latency
from export.proof.latency import Latency, time_each

IMAGE = np.zeros((1, 9, 9, 3))


class Network:
    """Takes so many seconds for a run, the first as many as it says."""

    def __init__(self, clock, seconds, first=None):
        self.clock, self.seconds, self.runs = clock, seconds, 0
        self.first = seconds if first is None else first

    def raw(self, image):
        self.clock[0] += self.seconds if self.runs else self.first
        self.runs += 1


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(latency.time, "perf_counter", lambda: now[0])
    return now


def test_the_warm_up_run_does_not_count(clock):
    network = Network(clock, 0.25, first=4)
    assert time_each({"a": network}, IMAGE) == {"a": Latency(250.0, 10)}
    assert network.runs == 11


def test_a_slow_one_runs_no_longer_than_patience_lasts(clock):
    networks = {
        "quick": Network(clock, 0.5),
        "slow": Network(clock, 4),
        "slowest": Network(clock, 12),
    }
    times = time_each(networks, IMAGE)
    assert times["quick"] == Latency(500.0, 10)
    assert times["slow"] == Latency(4000.0, 2)
    assert times["slowest"] == Latency(12000.0, 1)
    assert networks["slowest"].runs == 1
