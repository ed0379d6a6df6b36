"""The schedule of steps: a rate that is divided now and then."""

from __future__ import annotations

import dataclasses

from deeplab_family import lazy_keras as keras
from deeplab_family.optimizers.schedule_config import WarmedUpConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class StepDecayConfig(WarmedUpConfig):
    """A rate that is multiplied by `factor` at each milestone.

    The defaults are those of ImageNet: ten times smaller after every 30 of 90
    epochs (`fb.resnet.torch`).

    Attributes:
        factor: 0 < factor < 1.
        milestones: shares of the steps behind the warm-up, rising; 0.667 0.917
            is 8 and 11 of 12 epochs.
    """

    kind = "step"

    factor: float = 0.1
    milestones: tuple[float, ...] = (1 / 3, 2 / 3)

    def __post_init__(self):
        super().__post_init__()
        if not 0 < self.factor < 1:
            raise ValueError(
                f"`factor` must lie in 0 < factor < 1. Received: {self.factor}"
            )
        shares = self.milestones
        rising = all(a < b for a, b in zip(shares, shares[1:], strict=False))
        if not (shares and rising and 0 < shares[0] and shares[-1] < 1):
            raise ValueError(
                "`milestones` must be rising shares of the steps, each in "
                f"0 < share < 1. Received: {shares}"
            )

    def build_unwarmed(self, steps: int):
        # Keras changes behind its boundary, we at the milestone.
        boundaries = [round(share * steps) - 1 for share in self.milestones]
        rates = [
            self.learning_rate * self.factor**count
            for count in range(len(boundaries) + 1)
        ]
        return keras.optimizers.schedules.PiecewiseConstantDecay(
            boundaries, rates
        )
