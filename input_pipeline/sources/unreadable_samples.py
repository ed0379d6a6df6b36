"""Unreadable samples: skipped and counted, or stopped at by name.

The operations that decode a picture do not know the name of its file, so
their own errors cannot tell it.
"""

import contextlib
import logging
import os
from collections import Counter

import tensorflow as tf

from input_pipeline.errors import DataError
from input_pipeline.sources.sample_tries import (
    MARK_EVERY,
    Tries,
)

_ADVICE = (
    "cannot be used: image or label is damaged, refused or turned, or they "
    "differ in size. `check=True` lists all such files and what is wrong "
    "with each; `on_error='skip'` leaves them out"
)
logger = logging.getLogger("input_pipeline")


def stop_at_unreadable(
    tries: Tries, source, seed: int, probe: bool = True
) -> tf.data.Dataset:
    """Fails with the name of the first sample whose making failed.

    Args:
        tries: endless tries.
        source: the source that their numbers are of.
        seed: that of its `mixed`.
        probe: make one of the first samples at once; needless if all files
            were checked. Defaults to True.

    Returns:
        A dataset of the samples. Reading it raises `InvalidArgumentError`
        with the name, when one of the 16 samples after the failed one is
        ready or all of them failed too.

    Raises:
        DataError: if none of the first samples can be made.
    """
    if probe and not _any_of_the_first(tries):
        name = source.name_of(tries.start, seed)
        raise DataError(f"{name} and all after it {_advice(source)}")

    return tries.followed(lambda first, _: why_unreadable(source, first, seed))


def why_unreadable(source, number: int, seed: int) -> str:
    """A sentence that names what failed, and whether it is still there."""
    for path in source.files_of(number, seed):
        if not os.path.exists(path):
            return (
                f"{path} is no longer there. Was the folder moved or deleted, "
                "or did a disk or a network drive go away?"
            )
    return f"{source.name_of(number, seed)} {_advice(source)}"


def _advice(source) -> str:
    """What may be wrong and what to do, where the source does not say it."""
    return getattr(source, "advice", _ADVICE)


def _any_of_the_first(tries: Tries) -> bool:
    iterator = iter(tries.woven)
    for _ in range(MARK_EVERY):
        with contextlib.suppress(tf.errors.OpError):
            next(iterator)
            return True
    return False


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
