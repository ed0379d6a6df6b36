"""A callback that scores the network while it trains and keeps the best."""

import csv
import json

import keras

from deeplab_family.evaluation import evaluate, write_scores
from deeplab_family.inference import KerasPredictor
from deeplab_family.training.served_network import ServedNetwork
from deeplab_family.training.steps_done import steps_done
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import DatasetSpec


class Validation(keras.callbacks.Callback):
    """Evaluates at the end of each leg of training.

    Adds `val_mean_iou` and `val_pixel_accuracy` to the logs, writes a line of
    `history.csv`, and keeps `best.keras` with `scores.json` by mean IoU.

    Args:
        batches: the evaluation batches, `(images, labels)`.
        spec: what the labels mean.
        workdir: where to.
    """

    def __init__(self, batches, spec: DatasetSpec, workdir: WorkDirectory):
        super().__init__()
        self.batches = batches
        self.spec = spec
        self.workdir = workdir
        self.scores_path = workdir.path / "scores.json"
        self._served = None
        self._predictor = None

    def on_epoch_end(self, epoch, logs=None):
        if self._served is None:
            self._served = ServedNetwork(self.model)
            self._predictor = KerasPredictor(self._served.network)
        self._served.update()
        scores = evaluate(self._predictor, self.batches, self.spec)
        step = steps_done(self.model)
        logs["val_mean_iou"] = scores.mean_iou
        logs["val_pixel_accuracy"] = scores.pixel_accuracy
        self._append_history({"step": step, **logs})
        if scores.mean_iou > self._best_so_far():
            self.workdir.save_model(self._served.network, self.workdir.best)
            write_scores(self.scores_path, scores)

    def _best_so_far(self) -> float:
        if not (self.workdir.best.exists() and self.scores_path.exists()):
            return -1.0
        held = json.loads(self.scores_path.read_text(encoding="utf-8"))
        return held["mean_iou"]

    def _append_history(self, row: dict):
        fresh = not self.workdir.history.exists()
        with self.workdir.history.open("a", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(row))
            if fresh:
                writer.writeheader()
            writer.writerow(row)
