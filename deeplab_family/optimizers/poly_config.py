"""The "poly" schedule, and the rate that stays."""

from __future__ import annotations

import dataclasses

from deeplab_family import lazy_keras as keras
from deeplab_family import optimizers
from deeplab_family.optimizers.schedule_config import WarmedUpConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolyConfig(WarmedUpConfig):
    """The rate `learning_rate * (1 - step / steps) ** power`.

    Source: Chen et al., arXiv:1706.05587, section 4.1.

    Attributes:
        power: > 0; 0.9 in the papers, 1 is a straight line.
        floor: no rate is smaller; 1e-8 in the code of DUC.
    """

    kind = "poly"

    power: float = 0.9
    floor: float = 0.0

    def __post_init__(self):
        super().__post_init__()
        self._check_finite("power")
        self._check_floor("floor")
        if self.power == 0:
            raise ValueError(
                "`power` must be > 0. Received: 0. A rate that stays is "
                "`ConstantConfig` (--train.schedule constant)."
            )

    def build_unwarmed(self, steps: int):
        poly = keras.optimizers.schedules.PolynomialDecay(
            self.learning_rate, steps, end_learning_rate=0.0, power=self.power
        )
        return optimizers.Floor(poly, self.floor) if self.floor else poly


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConstantConfig(WarmedUpConfig):
    """The same rate in every step, so that a run may be made longer.

    Attributes:
        learning_rate: of every step behind the warm-up.
    """

    kind = "constant"

    def build_unwarmed(self, steps: int) -> float:
        del steps
        return self.learning_rate
