"""Drawing rules: what annotations leave open, and how it is decided."""

from dataclasses import dataclass
from typing import Literal, get_args

Overlap = Literal["auto", "later", "smaller", "ignore"]
Unlabeled = Literal["auto", "background", "ignore"]


@dataclass(frozen=True)
class DrawingRules:
    """Drawing rules for what annotations leave open.

    Args:
        overlap: which region a pixel belongs to that several cover: the
            "later" one in the file or in the order that it states, the
            "smaller" one, or to none ("ignore": 255, where they are of
            several classes). "auto" is what suits the format.
        unlabeled: what pixels are that none covers: class 0 "background", or
            255 ("ignore"). "auto" is what suits the format.
        on_error: "raise" stops at broken annotations; "skip" leaves their
            images out and says how many.

    Raises:
        ValueError: if a value is none of these.
    """

    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    on_error: Literal["raise", "skip"] = "raise"

    def __post_init__(self):
        _check("overlap", self.overlap, get_args(Overlap))
        _check("unlabeled", self.unlabeled, get_args(Unlabeled))
        _check("on_error", self.on_error, ("raise", "skip"))


def _check(name: str, value, allowed) -> None:
    if value not in allowed:
        raise ValueError(
            f"`{name}` must be one of {', '.join(allowed)}. Received: {value!r}"
        )
