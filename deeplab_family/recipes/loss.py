"""Which error of the logits a run lowers."""

import dataclasses
from typing import Literal


@dataclasses.dataclass(frozen=True, kw_only=True)
class LossConfig:
    """The loss on the network's logits.

    Attributes:
        kind: "cross_entropy" over all labeled pixels, or "ohem" over those
            the network is unsure of; see `losses`.
        label_downsampling: of "cross_entropy", for networks with
            `upsample_logits=False`: "align_corners" as DeepLabv3's table 8,
            "every_nth" as DUC.
        threshold: of "ohem"; pixels whose true class has at most this
            probability are hard.
        min_kept: of "ohem", pixels kept in any case, per replica.
    """

    kind: Literal["cross_entropy", "ohem"] = "cross_entropy"
    label_downsampling: Literal["align_corners", "every_nth"] | None = None
    threshold: float = 0.7
    min_kept: int = 100_000

    def __post_init__(self):
        if self.kind not in ("cross_entropy", "ohem"):
            raise ValueError(
                "`kind` must be 'cross_entropy' or 'ohem'. "
                f"Received: {self.kind!r}"
            )
        if self.label_downsampling not in (None, "align_corners", "every_nth"):
            raise ValueError(
                "`label_downsampling` must be 'align_corners', 'every_nth' or "
                f"None. Received: {self.label_downsampling!r}"
            )
        if self.kind == "ohem" and self.label_downsampling is not None:
            raise ValueError(
                "`label_downsampling` must be None with `kind='ohem'`, which "
                f"takes labels as they are. Received: "
                f"{self.label_downsampling!r}"
            )
        if not 0 < self.threshold <= 1:
            raise ValueError(
                "`threshold` must lie in 0 < threshold <= 1. "
                f"Received: {self.threshold}"
            )
        if self.min_kept < 0:
            raise ValueError(
                f"`min_kept` must be >= 0. Received: {self.min_kept}"
            )
