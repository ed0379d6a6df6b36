"""Batch normalization as one fused operation, and values of all replicas.

`keras.ops` normalizes with a multiplication and an addition, and computes the
moments apart; on a CPU both are bound by memory, so one fused operation is
worth a fifth of a ResNet's time.
"""

import keras


def has_fused_batch_norm(training: bool = True) -> bool:
    """Whether `fused_batch_norm` may be called here and now.

    Args:
        training: whether it normalizes by the moments of the batch.

    Returns:
        False on other backends, and where the moments of the batch must be
        shared between several replicas.
    """
    if keras.backend.backend() != "tensorflow":
        return False
    import tensorflow as tf

    alone = tf.distribute.get_strategy().num_replicas_in_sync == 1
    return alone or not training


def fused_batch_norm(
    inputs, gamma, beta, mean, variance, epsilon, training=False
):
    """Normalizes the channels of a map.

    Args:
        inputs: float tensor `(batch, height, width, channels)`.
        gamma, beta, mean, variance: float32 tensors `(channels,)`. The moments
            are used when `training` is False.
        epsilon: float > 0, added to the variance.
        training: bool. Normalize by the moments of this batch.

    Returns:
        `(outputs, batch_mean, batch_variance)`; the two moments are the given
        ones when `training` is False. The variance is the biased one (divided
        by the number of values), as in `keras.ops.moments`.
    """
    import tensorflow as tf

    outputs, batch_mean, batch_variance = tf.compat.v1.nn.fused_batch_norm(
        inputs,
        gamma,
        beta,
        mean=None if training else mean,
        variance=None if training else variance,
        epsilon=epsilon,
        is_training=training,
    )
    if training:
        # TensorFlow hands back the unbiased variance, n / (n - 1) too large.
        count = tf.cast(tf.size(inputs) // tf.size(gamma), tf.float32)
        batch_variance *= (count - 1.0) / count
    return outputs, batch_mean, batch_variance


def replica_count() -> int:
    """Number of replicas in step; 1 without a TensorFlow strategy."""
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


def gather_over_replicas(value):
    """The tensors of all replicas, joined along axis 0.

    Args:
        value: tensor of rank >= 1; only axis 0 may differ between replicas.

    Returns:
        One tensor, the same in every replica; with one replica its own.
    """
    if replica_count() == 1:
        return value
    import tensorflow as tf

    context = tf.distribute.get_replica_context()
    if context is None:  # outside of the replicas there is nothing to join
        return value
    return context.all_gather(value, axis=0)
