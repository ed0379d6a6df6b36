"""Stops when a sample cannot be made, and says which one it was.

The operations that decode a picture do not know the name of its file, so
their own errors cannot tell it.
"""

import contextlib
import os

import tensorflow as tf

from input_pipeline.errors import DataError
from input_pipeline.sources.tries import MARK_EVERY, Tries

_ADVICE = (
    "cannot be used: image or label is damaged, refused or turned, or they "
    "differ in size. `check=True` lists all such files and what is wrong "
    "with each; `on_error='skip'` leaves them out"
)


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
        raise DataError(f"{name} and all after it {_ADVICE}")

    return tries.followed(lambda first, _: why_unreadable(source, first, seed))


def why_unreadable(source, number: int, seed: int) -> str:
    """A sentence that names what failed, and whether it is still there."""
    for path in source.files_of(number, seed):
        if not os.path.exists(path):
            return (
                f"{path} is no longer there. Was the folder moved or deleted, "
                "or did a disk or a network drive go away?"
            )
    return f"{source.name_of(number, seed)} {_ADVICE}"


def _any_of_the_first(tries: Tries) -> bool:
    iterator = iter(tries.woven())
    for _ in range(MARK_EVERY):
        with contextlib.suppress(tf.errors.OpError):
            next(iterator)
            return True
    return False
