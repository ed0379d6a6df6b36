"""Stops when a sample cannot be made, and says which one it was.

The operations that decode a picture do not know the name of its file, so
their own errors cannot tell it.
"""

import contextlib
from collections.abc import Callable

import tensorflow as tf

from input_pipeline.errors import DataError

_PROBED = 16
_ADVICE = (
    "cannot be used: image or label is damaged, refused or turned, or they "
    "differ in size. `check=True` lists all such files and what is wrong "
    "with each; `on_error='skip'` leaves them out"
)


def stop_at_unreadable(
    samples: tf.data.Dataset,
    start: int,
    name_of: Callable[[int], str],
    step: int = 1,
    probe: bool = True,
) -> tf.data.Dataset:
    """Fails with the name of the first sample whose making failed.

    Args:
        samples: endless dataset of tuples, in order; the first part is a
            number.
        start: int, the first number.
        name_of: what to call the sample of a number.
        step: int >= 1, distance between numbers. Defaults to 1.
        probe: make one of the first samples at once; needless if all files
            were checked. Defaults to True.

    Returns:
        The same dataset. Reading it raises `InvalidArgumentError` with the
        name, when the sample after the failed one is ready.

    Raises:
        DataError: if none of the first samples can be made, as nothing would
            ever come after them.
    """
    if probe and not _any_of_the_first(samples):
        raise DataError(f"{name_of(start)} and all after it {_ADVICE}")

    def describe(number) -> bytes:
        return f"{name_of(int(number))} {_ADVICE}".encode(
            errors="backslashreplace"  # TensorFlow's messages are UTF-8
        )

    def follow(expected, *sample):
        sample = sample[0] if len(sample) == 1 else sample
        number = sample[0]
        message = tf.cond(
            tf.equal(expected, number),
            lambda: tf.constant(b""),
            lambda: tf.numpy_function(describe, [expected], tf.string),
        )
        whole = tf.debugging.Assert(tf.equal(expected, number), [message])
        with tf.control_dependencies([whole]):
            return number + step, sample

    made = samples.ignore_errors(log_warning=False)
    return made.scan(tf.constant(start, tf.int64), follow)


def _any_of_the_first(samples: tf.data.Dataset) -> bool:
    iterator = iter(samples)
    for _ in range(_PROBED):
        with contextlib.suppress(tf.errors.OpError):
            next(iterator)
            return True
    return False
