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
    more = f". {hint}" if hint else ""
    raise DataError(
        f"{root} holds no split {split!r}. Splits found: {found}{more}"
    )
