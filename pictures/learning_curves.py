"""Learning curves of a run on drawn streets, as `deeplab train` draws them."""

import numpy as np

from deeplab_family.tracking.chart_png import draw_charts
from deeplab_family.tracking.run_charts import run_charts

SHOWN = ("Loss", "Scores on the images to judge by")


def draw(numbers: dict) -> np.ndarray:
    """The picture, uint8 RGB; `numbers` are those of demo_run.json."""
    columns = {
        name: [tuple(point) for point in points]
        for name, points in numbers["history"].items()
    }
    charts = [c for c in run_charts(columns) if c.title in SHOWN]
    return draw_charts(charts)
