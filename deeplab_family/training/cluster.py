"""Cluster: what the processes of a run do together; one is the usual case."""

import contextlib
import json
import socket
from collections.abc import Callable, Iterator

import numpy as np
import tensorflow as tf

from deeplab_family.backend.multi_worker import local_replicas
from deeplab_family.training.workers import TRY_AGAIN, Workers
from input_pipeline import OpenedData

LOST = (
    tf.errors.UnavailableError,
    tf.errors.AbortedError,
    tf.errors.CancelledError,
    tf.errors.DeadlineExceededError,
    tf.errors.InternalError,
    tf.errors.FailedPreconditionError,
)


class WorkerError(ValueError):
    """Raised when another worker has found an error; tells which."""


class LostWorkerError(ConnectionError):
    """Raised when another worker is gone; names it and what to do."""

    exit_status = TRY_AGAIN


class Cluster:
    """The processes that train one network in step.

    Whatever one of them does "together" all of them must do, in the same
    order. On one machine it is done here and that is all.

    Args:
        strategy: from `choose_strategy`.
        workers: those of the strategy; None for this process alone.

    Attributes:
        index: place of this process.
        count: how many processes there are.
    """

    def __init__(
        self, strategy: tf.distribute.Strategy, workers: Workers | None = None
    ):
        self.strategy = strategy
        self.workers = workers
        self.index = workers.index if workers else 0
        self.count = len(workers.addresses) if workers else 1
        self._total = tf.function(self._summed, reduce_retracing=True)

    @property
    def is_chief(self) -> bool:
        """Whether this process writes the files of the run."""
        return self.index == 0

    @property
    def local_replicas(self) -> int:
        """Number of replicas that compute in this process."""
        return local_replicas(self.strategy)

    def train_batches(self, data: OpenedData, start_step: int):
        """This process' rows of the global batches, for `fit`.

        Worker i takes rows i, i + count, ... and reads nothing else.
        """
        if self.count == 1:
            return data.train_batches(start_step=start_step)
        images = data.config.batch_size // self.strategy.num_replicas_in_sync

        def rows(_):
            share = data.train_batches(start_step, (self.index, self.count))
            if self.local_replicas == 1:
                return share
            return share.rebatch(images, drop_remainder=True)

        return self.strategy.distribute_datasets_from_function(rows)

    def eval_batches(self, data: OpenedData):
        """This process' share of the evaluation batches, each whole."""
        if self.count == 1:
            return data.eval_batches()
        return data.eval_batches(shard=(self.index, self.count))

    def sum(self, table: np.ndarray) -> np.ndarray:
        """The sum of int64 arrays of one shape, one of each process."""
        if self.count == 1:
            return np.asarray(table)
        summed = self._total(tf.constant(table, tf.int64))
        return self.strategy.experimental_local_results(summed)[0].numpy()

    def together(self, action: Callable[[], object]) -> list:
        """Does something in each process, and tells all what came of it.

        Args:
            action: returns JSON content; computes nothing together itself.

        Returns:
            What each process returned, in their order.

        Raises:
            WorkerError: if the action failed in another process only.
            Exception: what it raised here.
        """
        if self.count == 1:
            return [action()]
        failure, told = None, {}
        try:
            told["answer"] = action()
        except Exception as error:
            failure, told["error"] = error, str(error)
        everybody = [json.loads(text) for text in self._exchange(told)]
        if failure is not None:
            raise failure
        for index, other in enumerate(everybody):
            if "error" in other:
                name = self.workers.name(index)
                raise WorkerError(f"{name}: {other['error']}")
        return [other["answer"] for other in everybody]

    def by_chief(self, action: Callable[[], object]):
        """Does something in the first process; all get what it returns."""
        mine = action if self.is_chief else lambda: None
        return self.together(mine)[0]

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Says which worker is gone where TensorFlow says that one is.

        Raises:
            LostWorkerError: in place of TensorFlow's errors.
        """
        try:
            yield
        except LOST as error:
            if self.count == 1 or "ollective" not in str(error):
                raise
            raise LostWorkerError(self._who_is_lost(str(error))) from error

    def _who_is_lost(self, words: str) -> str:
        lost = [
            index
            for index, address in enumerate(self.workers.addresses)
            if index != self.index
            and (
                f"/job:worker/task:{index}" in words
                or f"/job:worker/replica:0/task:{index}" in words
                or not _answers(address)
            )
        ]
        names = ", ".join(self.workers.name(index) for index in lost)
        return (
            f"{names or 'A worker'} is gone, and none can go on without it; "
            "its own output says why. Start all workers again with the same "
            "commands: the run continues from its last checkpoint."
        )

    def _exchange(self, content: dict) -> list[bytes]:
        """JSON of every process, in their order."""
        text = np.frombuffer(json.dumps(content).encode(), np.uint8)
        lengths = np.zeros(self.count, np.int64)
        lengths[self.index] = len(text)
        lengths = self.sum(lengths)
        table = np.zeros((self.count, lengths.max()), np.int64)
        table[self.index, : len(text)] = text
        table = self.sum(table).astype(np.uint8)
        return [
            row[:length].tobytes()
            for row, length in zip(table, lengths, strict=True)
        ]

    def _summed(self, table):
        local = self.local_replicas

        def replica():
            context = tf.distribute.get_replica_context()
            # Each process counts once, however many replicas it has.
            number = tf.cast(context.replica_id_in_sync_group, tf.int32)
            mine = tf.where(number % local == 0, table, tf.zeros_like(table))
            return context.all_reduce(tf.distribute.ReduceOp.SUM, mine)

        return self.strategy.run(replica)


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    with contextlib.suppress(OSError):
        socket.create_connection((host, int(port)), 2).close()
        return True
    return False
