"""The endless numbers of samples and epochs."""

import tensorflow as tf


def numbers_from(start: int) -> tf.data.Dataset:
    """Counts from `start` for as long as any run takes.

    A range, and not `tf.data.Dataset.counter`: only a range can be dealt to
    the workers of a data service.

    Args:
        start: int >= 0.

    Returns:
        A dataset of int64 scalars.
    """
    return tf.data.Dataset.range(start, tf.int64.max)
