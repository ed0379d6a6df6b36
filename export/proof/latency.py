"""How long each network takes for one image."""

import time
from collections.abc import Mapping

import numpy as np

from deeplab_family.inference import Predictor

RUNS = 10


def median_ms(
    predictors: Mapping[str, Predictor], image: np.ndarray
) -> dict[str, float]:
    """Median milliseconds of each network alone, after one warm-up run.

    They take turns, so that a busy moment of the machine slows all of them.

    Args:
        predictors: by name.
        image: uint8 `(1, height, width, 3)`.
    """
    times = {name: [] for name in predictors}
    for _ in range(RUNS + 1):
        for name, predictor in predictors.items():
            start = time.perf_counter()
            predictor.raw(image)
            times[name].append(time.perf_counter() - start)
    return {
        name: float(np.median(seconds[1:])) * 1e3
        for name, seconds in times.items()
    }
