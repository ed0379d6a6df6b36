"""Schedule configs: what all promise, and the warm-up that most share."""

from __future__ import annotations

import dataclasses
from typing import Literal, Self

from deeplab_family import lazy_keras as keras
from deeplab_family import optimizers
from deeplab_family.component_config import ComponentConfig


class ScheduleConfig(ComponentConfig):
    """Base of the configs of schedules.

    A subclass has the field `learning_rate`, by which rates are compared, and
    builds what optimizers of Keras take as theirs.
    """

    package = "deeplab_family.optimizers"

    def in_place_of(self, other: ScheduleConfig) -> Self:
        """This schedule at the learning rate of another."""
        return dataclasses.replace(self, learning_rate=other.learning_rate)

    def check_steps(self, total_steps: int) -> None:
        """Refuses a run that is too short for what is configured.

        Args:
            total_steps: of the whole run.

        Raises:
            ValueError: says which field, and what would do.
        """

    def build(
        self, total_steps: int
    ) -> float | keras.optimizers.schedules.LearningRateSchedule:
        """The rate of each step, a batch, counted from 0.

        Args:
            total_steps: of the whole run.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `build`")


@dataclasses.dataclass(frozen=True, kw_only=True)
class WarmedUpConfig(ScheduleConfig):
    """Base of the schedules that may begin with a warm-up.

    The schedule itself begins behind the warm-up and has the steps that are
    left, as in the official DeepLab code.

    Attributes:
        learning_rate: at the first step behind the warm-up.
        warmup_steps: of the warm-up; 0 for none.
        warmup_from: learning rate at step 0.
        warmup: "linear" rises from `warmup_from` to `learning_rate`;
            "constant" stays at `warmup_from`, the "slow start" of DeepLab.
    """

    learning_rate: float = 0.007
    warmup_steps: int = 0
    warmup_from: float = 0.0
    warmup: Literal["linear", "constant"] = "linear"

    def __post_init__(self):
        self._check_finite("learning_rate", "warmup_steps", "warmup_from")
        self._check_one_of("warmup", ("linear", "constant"))
        if self.warmup_steps and self.warmup == "constant":
            if self.warmup_from == 0:
                raise ValueError(
                    "`warmup_from` must be > 0 where the warm-up is constant: "
                    "at a rate of 0 nothing is learned. Received: 0. The "
                    "DeepLab code has 1e-4."
                )

    def check_steps(self, total_steps: int) -> None:
        if self.warmup_steps >= total_steps:
            raise ValueError(
                f"`warmup_steps` must be < `total_steps`, {total_steps}, or "
                f"the schedule never begins. Received: {self.warmup_steps}"
            )

    def build(self, total_steps: int):
        self.check_steps(total_steps)
        schedule = self.build_unwarmed(total_steps - self.warmup_steps)
        if not self.warmup_steps:
            return schedule
        return optimizers.WarmUp(
            schedule,
            steps=self.warmup_steps,
            first=self.warmup_from,
            last=(
                self.learning_rate
                if self.warmup == "linear"
                else self.warmup_from
            ),
        )

    def build_unwarmed(self, steps: int):
        """The rates behind the warm-up.

        Args:
            steps: int >= 1, those that are left.
        """
        raise NotImplementedError(
            f"{type(self).__name__} must define `build_unwarmed`"
        )

    def _check_floor(self, name: str):
        """Refuses a rate to end with that is above the one to begin with."""
        value = getattr(self, name)
        if not 0 <= value <= self.learning_rate:
            raise ValueError(
                f"`{name}` must lie in 0 .. `learning_rate`, "
                f"{self.learning_rate:g}. Received: {value}"
            )
