"""Page callback: `curves.png` and `training.html` after each evaluation."""

import json
import logging
from collections.abc import Sequence

import keras
import numpy as np

from deeplab_family.console.progress_lines import duration
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.tracking.chart_png import draw_charts
from deeplab_family.tracking.run_charts import SPEED, run_charts, title_of
from deeplab_family.tracking.training_page import TrainingPage, as_html
from deeplab_family.training.history import History
from deeplab_family.training.recipe_words import recipe_words
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.visualization import write_image
from deeplab_family.weights import Receipt
from input_pipeline import DatasetSpec
from input_pipeline.atomic_files import write_atomic

logger = logging.getLogger("deeplab_family")


class TrainingPages(keras.callbacks.Callback):
    """Draws the whole history anew; a picture that fails stops no run.

    Put it behind the callbacks that evaluate and that draw predictions.

    Args:
        recipe: what is trained.
        spec: names and colors of the classes.
        workdir: where to.
        state: where the run is.
        history: its evaluations, this one included.
        panels: predictions of the evaluation, uint8 RGB; a list that another
            callback fills.
        receipt: of the weights it started from; None for fresh ones.
    """

    def __init__(
        self,
        recipe: Recipe,
        spec: DatasetSpec,
        workdir: WorkDirectory,
        state: TrainState,
        history: History,
        panels: Sequence[np.ndarray] = (),
        receipt: Receipt | None = None,
    ):
        super().__init__()
        self.recipe, self.spec = recipe, spec
        self.workdir, self.state, self.history = workdir, state, history
        self.panels, self.receipt = panels, receipt

    def on_epoch_end(self, epoch, logs=None):
        try:
            self.write()
        except (OSError, ValueError) as error:
            logger.warning(
                "curves.png and training.html were not written: %s", error
            )

    def write(self):
        """Writes both files as the run stands.

        Raises:
            OSError, ValueError: if it cannot be drawn or written.
        """
        names = dict.fromkeys(name for row in self.history.rows for name in row)
        names = [name for name in names if name != "step"]
        columns = {name: self.history.numbers(name) for name in names}
        charts = run_charts(columns)
        write_image(self.workdir.curves, draw_charts(charts))
        best = self.workdir.best_scores()
        page = TrainingPage(
            title=self.workdir.path.resolve().name,
            step=self.state.step,
            facts=self._facts(columns, best),
            charts=charts,
            classes=self._classes(best),
            best_step=_best_step(columns),
            columns=["step", *map(title_of, names)],
            all_rows=[_cells(row, names) for row in self.history.rows],
            recipe=json.dumps(tree_of(self.recipe), indent=2),
        )
        write_atomic(self.workdir.page, as_html(page, self.panels))

    def _facts(self, columns, best) -> list[tuple[str, str]]:
        data, total = self.recipe.data, self.recipe.train.total_steps
        return [
            ("step", f"{self.state.step:,} of {total:,}"),
            ("best mean IoU", _best_text(columns, best)),
            ("time left", self._time_left(columns)),
            ("data", f"{data.root or data.dataset} ({data.dataset})"),
            *recipe_words(self.recipe, self.receipt),
        ]

    def _time_left(self, columns) -> str:
        speeds = [value for _, value in columns.get(SPEED, []) if value > 0]
        left = self.recipe.train.total_steps - self.state.step
        if left <= 0:
            return "finished"
        if not speeds:
            return "unknown"
        seconds = left * self.recipe.data.batch_size / speeds[-1]
        return f"{duration(seconds)}, evaluations not counted"

    def _classes(self, best):
        if best is None:
            return []
        return [
            (entry["name"], tuple(map(int, color)), entry["iou"])
            for entry, color in zip(
                best["classes"], self.spec.palette, strict=True
            )
        ]


def _best_step(columns) -> int | None:
    scores = columns.get("val_mean_iou", [])
    finite = [(value, -step) for step, value in scores if value == value]
    return -max(finite)[1] if finite else None


def _best_text(columns, best) -> str:
    step = _best_step(columns)
    if best is None or step is None:
        return "none yet"
    return f"{best['mean_iou']:.4f} at step {step:,}"


def _cells(row: dict, names: list[str]) -> list[str]:
    return [str(row["step"]), *(_cell(row.get(name, "")) for name in names)]


def _cell(value) -> str:
    try:
        return f"{float(value):.4g}"
    except ValueError:
        return str(value)
