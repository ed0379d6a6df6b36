"""Evaluation on all replicas of all processes: each image once."""

import numpy as np

from deeplab_family.evaluation import Scores, count_pixels, scores_of
from deeplab_family.inference import (
    InferenceConfig,
    ReplicaPredictor,
    with_inference,
)
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.inference_model import InferenceModel
from input_pipeline import DatasetSpec

WHOLE = InferenceConfig()


class ClusterEvaluation:
    """Scores a network; every process judges its share of the batches.

    The shares may differ in size, and one may be empty. Their tables of counts
    are summed as int64, so the scores are those of one process.

    Args:
        served: from images to logits, its weights the same everywhere.
        cluster: the processes and their replicas.
        inference: how images are asked.
    """

    def __init__(
        self,
        served: InferenceModel,
        cluster: Cluster,
        inference: InferenceConfig = WHOLE,
    ):
        self.cluster = cluster
        predictor = served.predictor
        if cluster.local_replicas > 1:
            predictor = ReplicaPredictor(predictor, cluster.strategy)
        self._predictor = with_inference(predictor, inference)

    def __call__(self, batches, spec: DatasetSpec) -> Scores:
        """The scores of all shares, the same in every process.

        Args:
            batches: this process' share, see `Cluster.eval_batches`.
            spec: what the labels mean.

        Raises:
            DataError: as `evaluate`, for the first share with a wrong label.
            WorkerError: if that is the share of another process.
        """
        counted = []

        def judge():
            counted.append(
                count_pixels(
                    self._predictor,
                    batches,
                    spec.class_names,
                    spec.ignore_label,
                )
            )

        self.cluster.together(judge)
        ((table, images),) = counted
        table = self.cluster.sum(table)
        images = self.cluster.sum(np.asarray(images, np.int64))
        return scores_of(table, int(images), spec.class_names)
