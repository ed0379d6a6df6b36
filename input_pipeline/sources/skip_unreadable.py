"""Goes on when a sample cannot be read, and says which one it was."""

import logging
from collections.abc import Callable

import numpy as np
import tensorflow as tf

logger = logging.getLogger("input_pipeline")


def skip_unreadable(
    samples: tf.data.Dataset,
    start: int,
    name_of: Callable[[int], str],
    step: int = 1,
) -> tf.data.Dataset:
    """Drops samples whose making failed, and logs a warning for each.

    Samples carry evenly spaced numbers; where one is missing after the failed
    ones were dropped, it was skipped. The samples after it move up, so a run
    that is resumed later begins that many samples earlier than it stopped.

    Args:
        samples: dataset of `(number, image, label)`.
        start: int, the first number.
        name_of: what to call the sample of a number in the warning.
        step: int >= 1, distance between numbers. Defaults to 1.

    Returns:
        The same dataset without the numbers of failed samples.
    """

    def warn(expected: np.ndarray, number: np.ndarray) -> np.int64:
        for skipped in range(int(expected), int(number), step):
            logger.warning("skipped unreadable %s", name_of(skipped))
        return np.int64(number + step)

    def follow(expected, sample):
        number = sample[0]
        following = tf.cond(
            tf.equal(expected, number),
            lambda: number + step,
            lambda: tf.numpy_function(warn, [expected, number], tf.int64),
        )
        return tf.ensure_shape(following, ()), sample

    read = samples.ignore_errors(log_warning=False)
    first = tf.constant(start, tf.int64)
    return read.scan(first, follow)
