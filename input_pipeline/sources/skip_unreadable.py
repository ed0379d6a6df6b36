"""Goes on when a sample cannot be read, and says which one it was."""

import logging
from collections import Counter

import tensorflow as tf

from input_pipeline.sources.stop_at_unreadable import why_unreadable
from input_pipeline.sources.tries import Tries

logger = logging.getLogger("input_pipeline")


def skip_unreadable(
    tries: Tries, source, seed: int, limit: int
) -> tf.data.Dataset:
    """Drops samples whose making failed, and logs a warning for each.

    The samples after it move up, so a run that is resumed later begins that
    many samples earlier than it stopped.

    Args:
        tries: tries that may fail.
        source: the source that their numbers are of.
        seed: that of its `mixed`.
        limit: int >= 1; so many failures of one data set in a row are the end.

    Returns:
        A dataset of the samples. Reading it raises `InvalidArgumentError` at
        the limit.
    """
    streaks = _Streaks(tries.step, lambda number: source.part_of(number, seed))

    ends = {}

    def judge(first: int, following: int) -> str:
        if first in ends:  # read ahead, after the end
            return ends[first]
        streaks.pass_to(first)
        for number in range(first, following, tries.step):
            if streaks.fail(number) >= limit:
                reason = why_unreadable(source, number, seed)
                ends[first] = (
                    f"{limit} samples in a row cannot be read (`skip_limit`). "
                    f"The last: {reason}"
                )
                return ends[first]
            name = source.name_of(number, seed)
            logger.warning("skipped unreadable %s", name)
        return ""

    return tries.followed(judge)


class _Streaks:
    """Failures in a row, of each part of a mix.

    Args:
        step: int >= 1, distance between numbers.
        part_of: the part that a number belongs to.
    """

    def __init__(self, step, part_of):
        self._step, self._part_of = step, part_of
        self._counts = Counter()
        self._next = 0  # all before it were passed or failed

    def pass_to(self, number: int) -> None:
        """All between the last failure and `number` could be made."""
        if number < self._next:  # the dataset is read anew
            self._counts.clear()
        for passed in range(number - self._step, self._next - 1, -self._step):
            if not self._counts:
                break
            self._counts.pop(self._part_of(passed), None)

    def fail(self, number: int) -> int:
        """Counts a failure; returns how many in a row that makes."""
        part = self._part_of(number)
        self._counts[part] += 1
        self._next = number + self._step
        return self._counts[part]
