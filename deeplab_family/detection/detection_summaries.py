"""TensorBoard logs and curves of a detector: scores, losses, objects drawn."""

from __future__ import annotations

from deeplab_family.photographs import read_upright
from deeplab_family.tracking.chart_png import draw_charts
from deeplab_family.tracking.run_charts import run_charts
from deeplab_family.training.summaries import IMAGE_COUNT, Summaries
from deeplab_family.visualization import write_image
from deeplab_family.visualization.objects import draw_objects

LEAST_SCORE = 0.3
"""Objects below it are not drawn."""


class DetectionSummaries(Summaries):
    """Logs each evaluation, panels of some images, and `curves.png`.

    Args:
        validation: a `DetectionValidation`; it has the detections of the first
            images.
    """

    def __init__(self, validation):
        super().__init__(
            validation.batches,
            validation.spec,
            validation.workdir,
            validation.state,
        )
        self._validation = validation

    def on_epoch_end(self, epoch, logs=None):
        self.samples = self._validation.shown[:IMAGE_COUNT]
        super().on_epoch_end(epoch, logs)
        history = self._validation.history
        names = dict.fromkeys(name for row in history.rows for name in row)
        columns = {n: history.numbers(n) for n in names if n != "step"}
        charts = draw_charts(run_charts(columns))
        write_image(self._validation.workdir.curves, charts)

    def _panel(self, image, detections):
        found = detections.above(LEAST_SCORE)
        return draw_objects(
            read_upright(image.path)[0],
            found.boxes,
            found.classes,
            self.spec.palette,
            self.spec.class_names,
            found.scores,
            found.masks,
        )
