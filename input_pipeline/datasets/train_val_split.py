"""Train/val split of a folder that has none."""

import hashlib
from collections.abc import Iterable, Sequence

from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths

TRAIN, VAL = "train", "val"
VAL_SHARE = 0.2


def check_val_share(share: float | None) -> None:
    """Raises `ValueError` unless 0 <= share < 1, or None."""
    if share is not None and not 0 <= share < 1:
        raise ValueError(
            "`val_share` must be at least 0 and less than 1: the share of the "
            f"images that are 'val'. Received: {share}"
        )


def share_of_train(splits: Iterable[str], val_share: float | None) -> float:
    """Share of "train" that is taken for "val"; 0.0 for nothing.

    Args:
        splits: names of the splits that are there, "" where there are none.
        val_share: what was asked for; None for a fifth where there are none.
    """
    there = set(splits)
    share = VAL_SHARE if val_share is None and "" in there else val_share
    is_open = VAL not in there and there & {"", TRAIN}
    return share if share and is_open else 0.0


def divide(
    samples: Sequence[SamplePaths], share: float
) -> dict[str, tuple[SamplePaths, ...]]:
    """Divides samples into "train" and "val" by a hash of their names.

    The same names are divided alike everywhere. A few more images move a few
    others at most: `round(share * n)` lowest hashes are "val", at least one.

    Args:
        samples: with ids that differ.
        share: float, more than 0 and less than 1.

    Returns:
        The samples of "train" and of "val", each in the order given.

    Raises:
        DataError: if there are fewer than two samples.
    """
    chosen = val_names([sample.id for sample in samples], share)
    if len(samples) < 2:
        raise DataError(
            f"{len(samples)} labeled image cannot be divided into 'train' and "
            "'val'. Add another one, or train without a share for 'val'"
        )
    return {
        TRAIN: tuple(s for s in samples if s.id not in chosen),
        VAL: tuple(s for s in samples if s.id in chosen),
    }


def val_names(names: Sequence[str], share: float) -> frozenset[str]:
    """The names of `divide` that are "val"; at most all but one."""
    count = min(max(1, round(share * len(names))), len(names) - 1)
    return frozenset(sorted(names, key=_hash)[: max(count, 0)])


def _hash(name: str) -> bytes:
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()
