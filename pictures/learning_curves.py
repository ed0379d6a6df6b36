"""Learning curves of a run, as in its curves.png: loss and scores."""

import numpy as np

from deeplab_family.tracking.chart_png import draw_charts
from deeplab_family.tracking.run_charts import run_charts


def draw(numbers: dict) -> np.ndarray:
    """The picture, uint8 RGB; `numbers` are those of demo_run.json."""
    columns = {
        name: [(step, value) for step, value in points]
        for name, points in numbers["curves"].items()
    }
    return draw_charts(run_charts(columns)[:2])
