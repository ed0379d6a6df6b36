"""Bincount of small integers, and counts wider than float32 can hold."""

import keras
import numpy as np
from keras import ops

BASE = 4096
LARGEST_INT32 = 2**31 - 1


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


# Counts beyond 2**31, also where integers have only 32 bits.
#
# JAX has no int64 unless `jax_enable_x64` is set. There a count is two int32
# numbers, `high * 4096 + low`. Sums and differences of such parts are the parts
# of the sum or difference, so tables are added up part by part; a sum is exact
# while it stays below 2**43 and has fewer than 2**19 terms.


def has_int64() -> bool:
    """Whether this backend's integers can have 64 bits."""
    if keras.backend.backend() != "jax":
        return True
    import jax

    return bool(jax.config.jax_enable_x64)


class WideCounts:
    """A table of counts that grows, kept in an int32 variable of two parts.

    Behaves as the int64 variable it stands for: `assign`, `assign_add` and
    `numpy.asarray`.

    Args:
        parts: Keras variable, int32 `(2, *shape)`, the high and low parts.
    """

    def __init__(self, parts):
        self.parts = parts
        self.shape = tuple(parts.shape[1:])
        self.dtype = "int64"

    def assign(self, counts):
        """Sets the table to integers of its shape."""
        self.parts.assign(split_counts(counts))

    def assign_add(self, counts):
        """Adds integers of its shape."""
        high, low = ops.unstack(self.parts + split_counts(counts))
        self.parts.assign(ops.stack([high + low // BASE, low % BASE]))

    def __array__(self, dtype=None, copy=None):
        del copy  # there is no array to share
        high, low = ops.convert_to_numpy(self.parts.value).astype("int64")
        return np.asarray(high * BASE + low, dtype)


def count_variable(add_variable, shape, name: str):
    """An integer variable of zeros that does not wrap at 2**31.

    Args:
        add_variable: the method of the metric or layer that shall own it.
        shape: its shape.
        name: its name.

    Returns:
        An int64 variable, or `WideCounts` where there is no int64.
    """
    options = {"initializer": "zeros", "name": name}
    if has_int64():
        return add_variable(shape, dtype="int64", **options)
    return WideCounts(add_variable((2, *shape), dtype="int32", **options))


def split_counts(counts):
    """Counts as a stack of parts, to be summed part by part.

    Args:
        counts: integers >= 0, an array, a tensor, a variable or `WideCounts`.

    Returns:
        int64 tensor `(1, *shape)`, or int32 `(2, *shape)` without int64.
    """
    if isinstance(counts, WideCounts):
        return ops.convert_to_tensor(counts.parts)
    if has_int64():
        return ops.cast(counts, "int64")[None]
    if isinstance(counts, np.ndarray):  # int64 before it becomes a tensor
        parts = np.stack([counts // BASE, counts % BASE])
        return ops.convert_to_tensor(parts.astype("int32"))
    counts = ops.cast(counts, "int32")
    return ops.stack([counts // BASE, counts % BASE])


def join_float32(parts):
    """The counts of which these are the parts, as float32."""
    floats = ops.cast(parts, "float32")
    return floats[0] if parts.shape[0] == 1 else floats[0] * BASE + floats[1]


def join_integer(parts):
    """The counts as int64; without int64 as int32 that stops at 2**31 - 1."""
    if parts.shape[0] == 1:
        return parts[0]
    high, low = parts[0] + parts[1] // BASE, parts[1] % BASE
    small = ops.minimum(high, LARGEST_INT32 // BASE) * BASE + low
    return ops.where(high > LARGEST_INT32 // BASE, LARGEST_INT32, small)
