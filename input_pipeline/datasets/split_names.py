"""Answers a split that a data set does not have with those it has."""

from collections.abc import Sequence
from pathlib import Path

from input_pipeline.errors import DataError


def refuse_unknown_split(
    split: str, splits: Sequence[str], root: Path, hint: str = ""
) -> None:
    """Checks the name of a split.

    Args:
        split: what was asked for.
        splits: what there is.
        root: folder of the data set, for the message.
        hint: a sentence about this data set, added to the message.

    Raises:
        DataError: if `split` is not one of `splits`.
    """
    if split in splits:
        return
    found = ", ".join(splits) or "none"
    more = ". ".join(filter(None, [hint, _advice(split, splits)]))
    raise DataError(
        f"{root} holds no split {split!r}. Splits found: {found}. {more}"
        if more
        else f"{root} holds no split {split!r}. Splits found: {found}"
    )


def _advice(split: str, splits: Sequence[str]) -> str:
    if not splits:
        return ""
    flag = "train" if split.startswith("train") else "eval"
    instead = "train" if "train" in splits else splits[0]
    return (
        f"Move some images and their labels to {split!r}, or name a split "
        f"that is there (when training: --data.{flag}-split {instead})"
    )
