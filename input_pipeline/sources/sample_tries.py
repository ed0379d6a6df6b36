"""Sample tries: samples that may fail, and how far the tries are."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import tensorflow as tf

MARK_EVERY = 16


@dataclass(frozen=True)
class Tries:
    """Tries to make samples, and leaves out those that fail.

    To leave out alone would be to try on for ever where the data have
    vanished. So a mark, which cannot fail, comes after every 16 tries.

    Args:
        references: dataset of `(number, reference)`, in order.
        make: function of number and reference that gives the parts of the
            sample as tensors.
        blank: parts of the same shapes and dtypes, carried by marks.
        start: int, the first number.
        step: int >= 1, distance between numbers. Defaults to 1.
    """

    references: tf.data.Dataset
    make: Callable[..., tuple[tf.Tensor, ...]]
    blank: tuple[tf.Tensor, ...]
    start: int
    step: int = 1

    @cached_property
    def woven(self) -> tf.data.Dataset:
        """Tries and marks: `(is_mark, number, *sample)`, errors included.

        A mark's number is that of the try after it. Traced once, for all
        who read it.
        """
        _, spec = self.references.element_spec
        nothing = tf.nest.map_structure(
            lambda part: tf.zeros(part.shape, part.dtype), spec
        )
        distance = MARK_EVERY * self.step
        tries = self.references.map(lambda number, what: (False, number, what))
        marks = tf.data.Dataset.range(
            self.start + distance, tf.int64.max, distance
        ).map(lambda number: (True, number, nothing))
        turns = tf.data.Dataset.range(tf.int64.max).map(
            lambda place: tf.cast(
                place % (MARK_EVERY + 1) == MARK_EVERY, tf.int64
            )
        )
        both = tf.data.Dataset.choose_from_datasets([tries, marks], turns)
        return both.map(self._make, tf.data.AUTOTUNE, deterministic=True)

    def followed(self, judge: Callable[[int, int], str]) -> tf.data.Dataset:
        """The samples that could be made, as tuples of their parts.

        Args:
            judge: called when samples failed, with the number of the first
                and the one after the last; returns why to stop, or "".

        Returns:
            A dataset whose reading raises `InvalidArgumentError` with the
            words of `judge`.
        """

        def encoded(first, following) -> bytes:
            reason = judge(int(first), int(following))
            # TensorFlow's messages are UTF-8; names of files need not be.
            return reason.encode(errors="backslashreplace")

        def follow(expected, woven):
            is_mark, number, *_ = woven
            complete = tf.equal(expected, number)
            reason = tf.cond(
                complete,
                lambda: tf.constant(b""),
                lambda: tf.numpy_function(
                    encoded, [expected, number], tf.string
                ),
            )
            going = tf.debugging.Assert(tf.equal(reason, b""), [reason])
            with tf.control_dependencies([going]):
                following = tf.where(is_mark, number, number + self.step)
            return following, woven

        made = self.woven.ignore_errors(log_warning=False)
        followed = made.scan(
            tf.constant(self.start, tf.int64),
            lambda expected, *woven: follow(
                expected, woven[0] if len(woven) == 1 else woven
            ),
        )
        samples = followed.filter(lambda is_mark, *_: tf.logical_not(is_mark))
        return samples.map(lambda is_mark, number, *sample: tuple(sample))

    def _make(self, is_mark, number, reference):
        sample = tf.cond(
            is_mark,
            lambda: tuple(self.blank),
            lambda: tuple(self.make(number, reference)),
        )
        return is_mark, number, *sample
