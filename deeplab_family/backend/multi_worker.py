"""Strategies over several machines, and what `fit` must give Keras there."""

import keras


def is_multi_worker(strategy) -> bool:
    """Whether some replicas of a strategy are in other processes.

    Args:
        strategy: a `tf.distribute.Strategy`; anything on other backends.
    """
    if keras.backend.backend() != "tensorflow":
        return False
    import tensorflow as tf

    return isinstance(
        strategy, tf.distribute.MultiWorkerMirroredStrategy
    ) and strategy.num_replicas_in_sync > local_replicas(strategy)


def local_replicas(strategy) -> int:
    """Number of replicas of a TensorFlow strategy in this process."""
    if strategy.num_replicas_in_sync == 1:
        return 1  # the default strategy does not know its device
    return len(strategy.extended.worker_devices)


def first_local_batch(strategy, iterator):
    """The next batch, as the first replica of this process gets it.

    Args:
        strategy: a `tf.distribute.Strategy`.
        iterator: what Keras' `fit` draws from: pairs of numbers and an
            iterator of distributed batches.
    """
    _, _, batches = next(iter(iterator))
    return keras.tree.map_structure(
        lambda part: strategy.experimental_local_results(part)[0],
        next(batches),
    )


def with_replica_axis(logs):
    """Scalars as `(1,)`, which Keras averages over machines by axis 0."""
    return keras.tree.map_structure(
        lambda value: keras.ops.expand_dims(value, 0), logs
    )
