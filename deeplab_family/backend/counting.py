"""Counts how often each small integer occurs, fast on TensorFlow."""

import keras
from keras import ops


def count_ids(ids, num_bins: int):
    """Counts the ids 0..num_bins-1.

    Args:
        ids: int32 tensor of any shape, every value in 0..num_bins-1.
        num_bins: int > 0. How many different ids there may be.

    Returns:
        int32 tensor of shape `(num_bins,)`.
    """
    flat = ops.reshape(ids, (-1,))
    if keras.backend.backend() == "tensorflow":
        return _count_with_tensorflow(flat, num_bins)
    return ops.segment_sum(
        ops.ones_like(flat), flat, num_segments=num_bins, sorted=False
    )


def _count_with_tensorflow(flat, num_bins: int):
    import tensorflow as tf

    # `tf.math.bincount` searches for the largest id first, which costs time
    # and hides from XLA how long the answer is; the op beneath it does not.
    return tf.raw_ops.DenseBincount(
        input=flat, size=num_bins, weights=tf.constant([], tf.int32)
    )
