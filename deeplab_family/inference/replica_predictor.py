"""Predictor on all devices of this process, a batch on each at once."""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.backend.multi_worker import local_replicas
from deeplab_family.inference.asked_pictures import asked_pictures
from deeplab_family.inference.keras_predictor import KerasPredictor
from deeplab_family.inference.prediction import Prediction


class ReplicaPredictor:
    """Asks a predictor on each replica, in a thread of its own.

    A batch has the same answer whatever its place and the number of replicas:
    each thread does what one device would do alone, and what the predictor
    does besides asking the network (means of scales, a CRF) is done for as
    many batches at once. Nothing is shared between replicas or machines: each
    process may ask as often as it likes.

    Args:
        predictor: of a live Keras model, itself or as `with_inference` asks
            it.
        strategy: the one that holds the model's variables.

    Attributes:
        kind, num_classes, class_names, input_size, pictures: those of the
            predictor.
        predictor: as given.
        strategy: as given.
        replicas: int, how many batches are predicted at once.
    """

    def __init__(self, predictor, strategy: tf.distribute.Strategy):
        self.kind = predictor.kind
        self.num_classes = predictor.num_classes
        self.input_size = predictor.input_size
        self.pictures = asked_pictures(predictor)
        self.predictor, self.strategy = predictor, strategy
        self.replicas = local_replicas(strategy)
        self._devices = strategy.extended.worker_devices
        self._ids = _replica_ids(strategy)
        self._threads = ThreadPoolExecutor(self.replicas, "replica")

    @property
    def class_names(self) -> tuple[str, ...] | None:
        """Their names in the order of the ids; see `Predictor`."""
        return self.predictor.class_names

    @class_names.setter
    def class_names(self, names: tuple[str, ...] | None) -> None:
        self.predictor.class_names = names

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer of one device; see `Predictor`."""
        return self.predictor(images)

    def run(self, images: np.ndarray) -> Prediction:
        """The same for images of the size that it takes; see `Predictor`."""
        return self.predictor.run(images)

    def raw(self, images: np.ndarray) -> np.ndarray:
        """Raw answer of the predictor, on one device."""
        return self.predictor.raw(images)

    def predictions(self, batches: list[np.ndarray]) -> list[Prediction]:
        """The answer for each batch.

        Args:
            batches: uint8 RGB images `(batch, height, width, 3)` each, one to
                `replicas` of them, of any sizes.
        """
        numbers = range(len(batches))
        return list(self._threads.map(self._answer, numbers, batches))

    def with_output_stride(self, output_stride: int) -> "ReplicaPredictor":
        """The same network at another stride; see `KerasPredictor`."""
        with self.strategy.scope():
            changed = self.predictor.with_output_stride(output_stride)
        return ReplicaPredictor(changed, self.strategy)

    def _answer(self, number, images):
        # What `Strategy.run` does around a function; but outside of a graph
        # it lets one replica work at a time.
        context = tf.distribute.ReplicaContext(self.strategy, self._ids[number])
        with context, tf.device(self._devices[number]):
            return self.predictor(images)


def replicated_predictor(
    model: keras.Model, strategy: tf.distribute.Strategy
) -> KerasPredictor | ReplicaPredictor:
    """A predictor on all devices of a strategy that this process has.

    Args:
        model: as for `KerasPredictor`, built in the scope of the strategy.
        strategy: of one device or several.
    """
    predictor = KerasPredictor(model)
    if local_replicas(strategy) == 1:
        return predictor
    return ReplicaPredictor(predictor, strategy)


def _replica_ids(strategy) -> tuple[int, ...]:
    """Numbers of this process' replicas among those of all processes."""
    ids = strategy.experimental_distribute_values_from_function(
        lambda replica: tf.constant(replica.replica_id_in_sync_group)
    )
    return tuple(map(int, strategy.experimental_local_results(ids)))
