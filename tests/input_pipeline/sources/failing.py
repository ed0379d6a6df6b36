"""Tries that fail at numbers of one's choice, and a source that names them."""

from pathlib import Path

import tensorflow as tf

from input_pipeline.sources.sample_tries import Tries

BLANK = tf.zeros((2, 2, 3), tf.uint8), tf.zeros((2, 2), tf.int64)


def failing(is_bad, start=0, step=1, end=10**9):
    """Tries of every `step`th number; their label holds the number."""

    def make(number, reference):
        tf.debugging.assert_equal(is_bad(number), False)
        return BLANK[0], tf.fill((2, 2), number)

    numbers = tf.data.Dataset.range(start, end, step)
    return Tries(numbers.map(lambda n: (n, n)), make, BLANK, start, step)


def among(*numbers):
    bad = tf.constant([-1, *numbers], tf.int64)
    return lambda number: tf.reduce_any(number == bad)


def numbers_of(samples):
    return [int(label[0, 0]) for _, label in samples]


class Source:
    """Names for numbers; those of `parts` parts take turns."""

    def __init__(self, parts=1, file=Path(__file__)):
        self._parts, self._file = parts, file

    def name_of(self, number, seed):
        return f"file {number} of {seed}"

    def files_of(self, number, seed):
        return (self._file,)

    def part_of(self, number, seed):
        return number % self._parts
