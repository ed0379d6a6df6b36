"""A live Keras model as a predictor on all replicas of this process."""

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.backend.multi_worker import local_replicas
from deeplab_family.inference.keras_predictor import KerasPredictor
from deeplab_family.inference.prediction import (
    Prediction,
    prediction_from_logits,
)


class ReplicaPredictor(KerasPredictor):
    """Predicts a batch on each replica at once, each batch as it is.

    So a batch has the same answer whatever its place and the number of
    replicas. Nothing is shared between replicas or machines: each process may
    ask as often as it likes.

    Args:
        model: as for `KerasPredictor`.
        strategy: the one that holds the model's variables.

    Attributes:
        replicas: int, how many batches are predicted at once.
    """

    def __init__(self, model: keras.Model, strategy: tf.distribute.Strategy):
        super().__init__(model)
        self.strategy = strategy
        self.replicas = local_replicas(strategy)

        def answer(images):
            return self._logits(images)

        @tf.function(reduce_retracing=True)
        def answers(images):
            return strategy.run(answer, args=(images,))

        self._answers = answers

    def predictions(self, batches: list[np.ndarray]) -> list[Prediction]:
        """The answer for each batch.

        Args:
            batches: uint8 RGB images `(batch, height, width, 3)` each, one to
                `replicas` of them, of any sizes.
        """
        if len(batches) < self.replicas or self.input_size is not None:
            return [self(batch) for batch in batches]
        parts = iter(batches)
        distributed = (
            self.strategy.experimental_distribute_values_from_function(
                lambda _: tf.constant(next(parts))
            )
        )
        answers = self.strategy.experimental_local_results(
            self._answers(distributed)
        )
        return [
            prediction_from_logits(answer.numpy().astype(np.float32))
            for answer in answers
        ]
