"""Latency of each network for one image, interleaved."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from deeplab_family.inference import Predictor
from export.report.artifact_results import USUAL_RUNS

TIME_BUDGET_S = 10.0


@dataclass(frozen=True)
class Latency:
    """Latency of one network.

    Args:
        median_ms: milliseconds for one image.
        runs: how many runs that is the median of.
    """

    median_ms: float
    runs: int


def time_each(
    predictors: Mapping[str, Predictor], image: np.ndarray
) -> dict[str, Latency]:
    """Time each network alone, 10 runs after one to warm up.

    They take turns, so that a busy moment of the machine slows all of them.
    One that has taken 10 s is not run again; where that was the run to warm
    up, it is the one that counts.

    Args:
        predictors: by name.
        image: uint8 `(1, height, width, 3)`.
    """
    times = {name: [] for name in predictors}
    for _ in range(USUAL_RUNS + 1):
        for name, predictor in predictors.items():
            if sum(times[name]) < TIME_BUDGET_S:
                start = time.perf_counter()
                predictor.raw(image)
                times[name].append(time.perf_counter() - start)
    return {name: _latency(seconds) for name, seconds in times.items()}


def _latency(seconds: list[float]) -> Latency:
    counted = seconds[1:] or seconds
    return Latency(float(np.median(counted)) * 1e3, len(counted))
