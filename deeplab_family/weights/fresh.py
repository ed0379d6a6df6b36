"""The word for fresh weights."""

from os import PathLike

NONE = "none"


def is_fresh(weights: str | PathLike | None) -> bool:
    """Whether `weights` asks for none: None or "none"."""
    return weights is None or str(weights) == NONE
