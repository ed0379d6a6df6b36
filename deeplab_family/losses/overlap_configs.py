"""Configs of the losses that measure how classes overlap with their labels."""

from __future__ import annotations

import dataclasses

from deeplab_family import losses
from deeplab_family.losses.loss_config import PixelLossConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class DiceConfig(PixelLossConfig):
    """One minus the Dice coefficient; see `DiceLoss`."""

    kind = "dice"

    def build(self) -> losses.DiceLoss:
        return losses.DiceLoss(**self._shared())


@dataclasses.dataclass(frozen=True, kw_only=True)
class TverskyConfig(PixelLossConfig):
    """One minus the Tversky index; see `TverskyLoss`.

    Attributes:
        alpha: cost of pixels wrongly given a class, >= 0.
        beta: cost of pixels of a class that are missed, > 0.
    """

    kind = "tversky"

    alpha: float = 0.3
    beta: float = 0.7

    def __post_init__(self):
        super().__post_init__()
        self._check_finite("alpha", "beta")
        if self.beta == 0:
            raise ValueError("`beta` must be > 0. Received: 0")

    def build(self) -> losses.TverskyLoss:
        return losses.TverskyLoss(self.alpha, self.beta, **self._shared())


@dataclasses.dataclass(frozen=True, kw_only=True)
class LovaszConfig(PixelLossConfig):
    """Surrogate of the intersection over union; see `LovaszSoftmax`.

    Attributes:
        per_image: sort the errors of each image by themselves, not those of a
            replica's batch.
    """

    kind = "lovasz"

    per_image: bool = False

    def build(self) -> losses.LovaszSoftmax:
        return losses.LovaszSoftmax(self.per_image, **self._shared())
