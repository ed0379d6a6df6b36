"""Sums across the replicas of a distribution strategy."""

import keras


def replica_count() -> int:
    """How many replicas compute in step; 1 without a TensorFlow strategy."""
    if keras.backend.backend() != "tensorflow":
        return 1
    import tensorflow as tf

    return tf.distribute.get_strategy().num_replicas_in_sync


def sum_over_replicas(value):
    """The sum of a tensor over all replicas; the tensor itself with one."""
    if replica_count() == 1:
        return value
    import tensorflow as tf

    context = tf.distribute.get_replica_context()
    if context is None:  # outside of the replicas there is nothing to sum
        return value
    return context.all_reduce(tf.distribute.ReduceOp.SUM, value)
