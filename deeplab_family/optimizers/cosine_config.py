"""Schedules that fall like a cosine: from the start, or from a peak."""

from __future__ import annotations

import dataclasses

from deeplab_family import lazy_keras as keras
from deeplab_family.optimizers.schedule_config import (
    ScheduleConfig,
    WarmedUpConfig,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class CosineConfig(WarmedUpConfig):
    """Half a cosine from `learning_rate` down to `floor`.

    Source: Loshchilov and Hutter, "SGDR", arXiv:1608.03983, equation 5,
    without restarts.

    Attributes:
        floor: rate at the end.
    """

    kind = "cosine"

    floor: float = 0.0

    def __post_init__(self):
        super().__post_init__()
        self._check_floor("floor")

    def build_unwarmed(self, steps: int):
        return _cosine(self.learning_rate, self.floor, steps)


@dataclasses.dataclass(frozen=True, kw_only=True)
class OneCycleConfig(ScheduleConfig):
    """A straight line up to a large rate, then half a cosine down.

    Source: Smith and Topin, "Super-Convergence", arXiv:1708.07120, section 3,
    with the numbers that fastai made usual. The momentum stays as it is.

    Attributes:
        learning_rate: the peak.
        rise: share of all steps that lead up to it, 0 < rise < 1.
        first_divisor: the peak divided by it is the rate of step 0, >= 1.
        last_divisor: the rate of step 0 divided by it is the last, >= 1.
    """

    kind = "one_cycle"

    learning_rate: float = 0.007
    rise: float = 0.3
    first_divisor: float = 25.0
    last_divisor: float = 1e4

    def __post_init__(self):
        self._check_finite("learning_rate", "first_divisor", "last_divisor")
        self._check_at_least_one("first_divisor", "last_divisor")
        if not 0 < self.rise < 1:
            raise ValueError(
                f"`rise` must lie in 0 < rise < 1. Received: {self.rise}"
            )

    def check_steps(self, total_steps: int) -> None:
        if total_steps < 2:
            raise ValueError(
                "`total_steps` must be >= 2 for a rise and a fall. Received: "
                f"{total_steps}"
            )

    def build(self, total_steps: int):
        self.check_steps(total_steps)
        rise = min(max(1, round(self.rise * total_steps)), total_steps - 1)
        first = self.learning_rate / self.first_divisor
        last = first / self.last_divisor
        return keras.optimizers.schedules.CosineDecay(
            first,
            total_steps - rise,
            alpha=_share(last, self.learning_rate),
            warmup_target=self.learning_rate,
            warmup_steps=rise,
        )


def _cosine(rate: float, floor: float, steps: int):
    return keras.optimizers.schedules.CosineDecay(
        rate, steps, alpha=_share(floor, rate)
    )


def _share(rate: float, of: float) -> float:
    return rate / of if of else 0.0
