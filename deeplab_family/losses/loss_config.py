"""Losses as recipes describe them: which error of the logits a run lowers.

The configs are here without Keras, which their `build` asks for.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from deeplab_family import lazy_keras as keras
from deeplab_family import losses
from deeplab_family.component_config import ComponentConfig


class LossConfig(ComponentConfig):
    """Base of the configs of losses.

    A subclass builds a `keras.losses.Loss` on labels `(batch, height, width)`
    and logits `(batch, height, width, num_classes)` that counts no pixel of
    label 255. A field `label_downsampling`, where it has one, makes labels as
    small as the logits of networks with `upsample_logits=False`.
    """

    package = "deeplab_family.losses"

    def build(self) -> keras.losses.Loss:
        """The loss, for `compile`."""
        raise NotImplementedError(f"{type(self).__name__} must define `build`")


@dataclasses.dataclass(frozen=True, kw_only=True)
class CrossEntropyConfig(LossConfig):
    """Cross entropy over all labeled pixels; see `MaskedCrossEntropy`.

    Attributes:
        label_downsampling: for networks with `upsample_logits=False`:
            "align_corners" as DeepLabv3's table 8, "every_nth" as DUC.
        class_balance: 0..1, how far rare classes are weighed up: 0 not at
            all, 1 so that all classes in a batch count alike.
    """

    kind = "cross_entropy"

    label_downsampling: Literal["align_corners", "every_nth"] | None = None
    class_balance: float = 0.0

    def __post_init__(self):
        self._check_one_of(
            "label_downsampling", (None, "align_corners", "every_nth")
        )
        if not 0 <= self.class_balance <= 1:
            raise ValueError(
                "`class_balance` must lie in 0 <= balance <= 1. "
                f"Received: {self.class_balance}"
            )

    def build(self) -> losses.MaskedCrossEntropy:
        return losses.MaskedCrossEntropy(
            label_downsampling=self.label_downsampling,
            class_balance=self.class_balance,
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class OHEMConfig(LossConfig):
    """Cross entropy over the hard pixels only; see `OHEMCrossEntropy`.

    Attributes:
        threshold: pixels whose true class has at most this probability are
            hard; 0 < threshold <= 1.
        min_kept: pixels kept in any case, per replica.
    """

    kind = "ohem"

    threshold: float = 0.7
    min_kept: int = 100_000

    def __post_init__(self):
        if not 0 < self.threshold <= 1:
            raise ValueError(
                "`threshold` must lie in 0 < threshold <= 1. "
                f"Received: {self.threshold}"
            )
        if self.min_kept < 0:
            raise ValueError(
                f"`min_kept` must be >= 0. Received: {self.min_kept}"
            )

    def build(self) -> losses.OHEMCrossEntropy:
        return losses.OHEMCrossEntropy(self.threshold, self.min_kept)
