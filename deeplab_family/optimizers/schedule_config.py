"""Schedules of the learning rate: "poly", which falls to 0, and constant."""

from __future__ import annotations

import dataclasses
from typing import Self

from deeplab_family import lazy_keras as keras
from deeplab_family.component_config import ComponentConfig


class ScheduleConfig(ComponentConfig):
    """Base of the configs of schedules.

    A subclass has the field `learning_rate`, the rate of the first step, and
    builds what optimizers of Keras take as theirs.
    """

    package = "deeplab_family.optimizers"

    def in_place_of(self, other: ScheduleConfig) -> Self:
        """This schedule from the learning rate of another."""
        return dataclasses.replace(self, learning_rate=other.learning_rate)

    def build(
        self, total_steps: int
    ) -> float | keras.optimizers.schedules.LearningRateSchedule:
        """The rate of each step.

        Args:
            total_steps: of the whole run.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `build`")


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolyConfig(ScheduleConfig):
    """The rate `learning_rate * (1 - updates / total_steps) ** power`.

    Source: Chen et al., arXiv:1706.05587, section 4.1.

    Attributes:
        learning_rate: at step 0; falls to 0 at the last.
        power: > 0; 0.9 in the papers, 1 is a straight line.
    """

    kind = "poly"

    learning_rate: float = 0.007
    power: float = 0.9

    def __post_init__(self):
        self._check_finite("learning_rate", "power")
        if self.power == 0:
            raise ValueError(
                "`power` must be > 0. Received: 0. A rate that stays is "
                "`ConstantConfig` (--train.schedule constant)."
            )

    def build(
        self, total_steps: int
    ) -> keras.optimizers.schedules.LearningRateSchedule:
        return keras.optimizers.schedules.PolynomialDecay(
            self.learning_rate,
            total_steps,
            end_learning_rate=0.0,
            power=self.power,
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConstantConfig(ScheduleConfig):
    """The same rate in every step, so that a run may be made longer.

    Attributes:
        learning_rate: of every step.
    """

    kind = "constant"

    learning_rate: float = 0.007

    def __post_init__(self):
        self._check_finite("learning_rate")

    def build(self, total_steps: int) -> float:
        del total_steps
        return self.learning_rate
