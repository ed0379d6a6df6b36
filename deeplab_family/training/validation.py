"""A callback that scores the network while it trains and keeps the best."""

import logging
import math

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference import InferenceConfig, Prediction
from deeplab_family.training.averaged_weights import averaged
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.cluster_evaluation import (
    WHOLE,
    ClusterEvaluation,
)
from deeplab_family.training.history import History
from deeplab_family.training.inference_model import InferenceModel
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import DatasetSpec

logger = logging.getLogger("deeplab_family")


class Validation(keras.callbacks.Callback):
    """Evaluates at the end of each segment of training.

    Adds `val_mean_iou` and `val_pixel_accuracy` to the logs, keeps
    `best.keras` with its scores by mean IoU, and writes a line of
    `history.csv`: the line last, so where it stands the evaluation is done.
    Where no pixel has a class as its label there is no score: that is said,
    and no network is the best.

    Args:
        batches: the evaluation batches, `(images, labels)`: of several
            processes each its share.
        spec: what the labels mean.
        workdir: where to.
        state: where the run is.
        cluster: the processes that evaluate, of which the first writes. None
            for this one alone.
        inference: how images are asked.

    Attributes:
        score: name of the score by which the best network is kept, in its
            scores, and with "val_" before it in the logs.
    """

    score = "mean_iou"

    def __init__(
        self,
        batches,
        spec: DatasetSpec,
        workdir: WorkDirectory,
        state: TrainState,
        cluster: Cluster | None = None,
        inference: InferenceConfig = WHOLE,
    ):
        super().__init__()
        self.batches = batches
        self.cluster = cluster or Cluster(tf.distribute.get_strategy())
        self.spec = spec
        self.inference = inference
        self.workdir = workdir
        self.state = state
        self.history = History(
            workdir.history, self.cluster.is_chief, self.score
        )
        self._served = None
        self._evaluation = None

    def on_epoch_end(self, epoch, logs=None):
        if self._served is None:
            with self.cluster.strategy.scope():
                self._served = InferenceModel(self.model)
            self._evaluation = ClusterEvaluation(
                self._served, self.cluster, self.inference
            )
        with averaged(self.model):
            self._judge(logs)

    def _judge(self, logs):
        self._served.update()
        scores = self._evaluation(self.batches, self.spec)
        logs["val_mean_iou"] = scores.mean_iou
        logs["val_pixel_accuracy"] = scores.pixel_accuracy
        if math.isnan(scores.mean_iou):
            logger.warning(
                "Step %d: no pixel of the %d images to judge by is labeled "
                "with a class (all are %d, ignored), so there is no score and "
                "no best network. Check the label files of `data.eval_split`.",
                self.state.step,
                scores.images,
                self.spec.ignore_label,
            )
        if self.cluster.is_chief:
            self._keep_best(scores)
        self.history.add({"step": self.state.step, **logs})

    def _keep_best(self, scores):
        # Compared as they are stored: the same score again is no better one.
        if round(scores.mean_iou, 6) > self._best_so_far():
            self.workdir.save_best(self._served.network, scores.to_json())

    def _best_so_far(self) -> float:
        held = self.workdir.best_scores()
        return -1.0 if held is None else held[self.score]

    def predict(self, images: np.ndarray) -> Prediction:
        """Prediction for whole images by the network that was judged last.

        Args:
            images: uint8 RGB `(batch, height, width, 3)`.
        """
        return self._served.predictor(images)

    def is_missing(self, total_steps: int, eval_every: int) -> bool:
        """Whether the evaluation that belongs to this step was cut short."""
        step = self.state.step
        due = step == total_steps or (step and step % eval_every == 0)
        if not due:
            return False
        if not self.history.holds(step):
            return True
        # Where nothing could be judged, no best network is missing.
        return self.history.has_score() and self.workdir.best_scores() is None
