"""Config of a sum of losses, and its name: "cross_entropy+0.5*dice"."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Literal, Self

from deeplab_family import losses
from deeplab_family.losses.loss_config import DOWNSAMPLINGS, LossConfig
from deeplab_family.losses.loss_factors import read_factors


@dataclasses.dataclass(frozen=True, kw_only=True)
class SumConfig(LossConfig):
    """Sum of losses, each times its factor; see `SumOfLosses`.

    Attributes:
        losses: two or more, none of them a sum; `label_downsampling` is set
            here and not there.
        factors: one number > 0 for each; none at all for ones.
        label_downsampling: see `CrossEntropyConfig`.
    """

    kind = "sum"

    losses: tuple[LossConfig, ...]
    factors: tuple[float, ...] = ()
    label_downsampling: Literal["align_corners", "every_nth"] | None = None

    def __post_init__(self):
        self._check_one_of("label_downsampling", DOWNSAMPLINGS)
        parts = self.losses
        sums = [part for part in parts if isinstance(part, SumConfig)]
        single = all(isinstance(part, LossConfig) for part in parts)
        if len(parts) < 2 or sums or not single:
            raise ValueError(
                "`losses` must be two or more configs of losses, none of them "
                f"a sum. Received: {parts}"
            )
        if any(getattr(part, "label_downsampling", None) for part in parts):
            raise ValueError(
                "`label_downsampling` belongs to the sum and must be None in "
                "its `losses`."
            )
        factors = read_factors(self.factors, len(parts))
        object.__setattr__(self, "factors", factors)

    def build(self) -> losses.SumOfLosses:
        return losses.SumOfLosses(
            [part.build() for part in self.losses],
            self.factors,
            self.label_downsampling,
        )

    def with_class_weights(self, numbers: Callable) -> Self:
        parts = tuple(part.with_class_weights(numbers) for part in self.losses)
        return dataclasses.replace(self, losses=parts)

    @classmethod
    def of_name(cls, name: str, known: Callable[[str], LossConfig]) -> Self:
        """The sum that a name such as "cross_entropy+0.5*dice" stands for.

        Args:
            name: names of losses, each after its factor and "*" unless that
                is 1, joined by "+".
            known: the preset of a single name; raises ValueError for others.

        Raises:
            ValueError: if a factor is no number > 0, or a name is unknown.
        """
        parts = [part.rpartition("*") for part in name.split("+")]
        try:
            factors = [float(text) if star else 1.0 for text, star, _ in parts]
        except ValueError as error:
            raise ValueError(
                "a sum of losses is written as cross_entropy+0.5*dice. "
                f"Received: {name!r}"
            ) from error
        presets = tuple(known(kind) for *_, kind in parts)
        return cls(losses=presets, factors=tuple(factors))

    @classmethod
    def presets(cls) -> dict[str, Self]:
        """None: a sum is named by its parts."""
        return {}

    @property
    def preset_name(self) -> str:
        return "+".join(
            part.kind if factor == 1 else f"{factor:g}*{part.kind}"
            for factor, part in zip(self.factors, self.losses, strict=True)
        )
