"""Optimizer configs: what all of them promise, and the fields they share."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import ClassVar, Literal

from deeplab_family import lazy_keras as keras
from deeplab_family import optimizers
from deeplab_family.component_config import ComponentConfig

MOST_LEFT = 0.1
"""Share of the first weights that an average may still hold at the end."""


class OptimizerConfig(ComponentConfig):
    """Base of the configs of optimizers.

    A subclass builds a `keras.optimizers.Optimizer`.
    """

    package = "deeplab_family.optimizers"

    @property
    def loss_decay(self) -> float:
        """Weight decay as a term of the loss; see `add_weight_decay`."""
        return 0.0

    def check_steps(self, total_steps: int) -> None:
        """Refuses a run that is too short for what is configured.

        Args:
            total_steps: of the whole run.

        Raises:
            ValueError: says which field, and what would do.
        """

    def build(self, learning_rate) -> keras.optimizers.Optimizer:
        """The optimizer, for `compile`.

        Args:
            learning_rate: a float, or a schedule of Keras.
        """
        raise NotImplementedError(f"{type(self).__name__} must define `build`")

    def build_discriminative(
        self, learning_rate, rate_multiplier: float, multiplied: Sequence[str]
    ) -> keras.optimizers.Optimizer:
        """The optimizer with another learning rate for some layers.

        Args:
            learning_rate: a float, or a schedule of Keras.
            rate_multiplier: times that rate is the other.
            multiplied: names of the layers, the first part of the paths of
                their variables.

        Raises:
            ValueError: if the kind has no such optimizer.
        """
        raise ValueError(
            f"`train.optimizer` {self.kind} has one learning rate for all. "
            "Leave `train.head_learning_rate_multiplier` at 1."
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class KerasOptimizerConfig(OptimizerConfig):
    """Base of the configs that build an optimizer of Keras.

    A subclass names the class in `optimizers.keras_optimizers`; its own fields
    are called as the arguments of that class.

    Attributes:
        decays: "kernels" leaves gamma and beta of normalizations and all
            biases free of weight decay, as DeepLab does; "all" lets every
            weight decay, as the code of GALD-Net does.
        clip_norm: largest L2 norm that the gradient of all weights together
            may have; a longer one is scaled down. None clips nothing.
        clip_value: largest absolute value of an entry of the gradient; DUC's
            code has 5. None clips nothing.
        ema_momentum: share of the old value in the running average of the
            weights, 0 <= m < 1; the average is what is judged, kept as the
            best network and exported. 0 keeps no average.
        accumulate: batches whose gradients make one update, their mean. What
            counts steps (`total_steps`, warm-up, `eval_every`) counts batches;
            a rest at the end of the run makes none.
    """

    rule: ClassVar[str] = ""
    """Name of a class in `optimizers.keras_optimizers`."""

    decays: Literal["kernels", "all"] = "kernels"
    clip_norm: float | None = None
    clip_value: float | None = None
    ema_momentum: float = 0.0
    accumulate: int = 1

    def __post_init__(self):
        self._check_one_of("decays", ("kernels", "all"))
        self._check_rate("ema_momentum")
        self._check_at_least_one("accumulate")
        self._check_clipping()

    def _check_clipping(self):
        given = [
            name
            for name in ("clip_norm", "clip_value")
            if getattr(self, name) is not None
        ]
        if len(given) == 2:
            raise ValueError(
                "Only one of `clip_norm` and `clip_value` can clip. "
                f"Received: {self.clip_norm} and {self.clip_value}"
            )
        for name in given:
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(
                    f"`{name}` must be > 0 and finite, or None to clip "
                    f"nothing. Received: {getattr(self, name)}"
                )

    def check_steps(self, total_steps: int) -> None:
        updates = total_steps // self.accumulate
        if updates == 0:
            raise ValueError(
                "`accumulate` must be at most `total_steps`, the batches of "
                f"the run, {total_steps}, or nothing is ever updated. "
                f"Received: {self.accumulate}"
            )
        left = self.ema_momentum**updates
        if left > MOST_LEFT:
            usable = MOST_LEFT ** (1 / updates)
            raise ValueError(
                f"`ema_momentum` must be at most {usable:.4g} in a run of "
                f"{updates:,} updates: the average would still be "
                f"{left:.0%} of the weights it began with. Received: "
                f"{self.ema_momentum}"
            )

    def arguments(self) -> dict:
        """Arguments of the rule: the kind's own fields, unless it says else."""
        shared = {
            field.name for field in dataclasses.fields(KerasOptimizerConfig)
        }
        own = [f.name for f in dataclasses.fields(self) if f.name not in shared]
        return {name: getattr(self, name) for name in own}

    def build(self, learning_rate) -> keras.optimizers.Optimizer:
        return self.build_discriminative(learning_rate, 1.0, ())

    def build_discriminative(self, learning_rate, rate_multiplier, multiplied):
        average = {}
        if self.ema_momentum:
            average = {"use_ema": True, "ema_momentum": self.ema_momentum}
        return getattr(optimizers, self.rule)(
            learning_rate=learning_rate,
            decays=self.decays,
            global_clipnorm=self.clip_norm,
            clipvalue=self.clip_value,
            gradient_accumulation_steps=(
                self.accumulate if self.accumulate > 1 else None
            ),
            rate_multiplier=rate_multiplier,
            multiplied=multiplied,
            **average,
            **self.arguments(),
        )
