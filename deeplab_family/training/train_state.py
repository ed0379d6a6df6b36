"""Train state: batches seen, and the losses since the last evaluation."""

import dataclasses
from collections.abc import Mapping


@dataclasses.dataclass
class TrainState:
    """Training state: the place of a run; part of every checkpoint.

    A step is a batch seen. The optimizer's own count is lower under
    `mixed_float16`, where updates that overflow are left out.

    Attributes:
        step: batches since the start of the run, resumed or not.
        batches: those since the last evaluation.
        loss: their summed losses, weight decay left out.
        weight_decay: their summed weight decay.
        parts: their summed parts of the loss by name, of networks whose loss
            has some.
    """

    step: int = 0
    batches: int = 0
    loss: float = 0.0
    weight_decay: float = 0.0
    parts: dict[str, float] = dataclasses.field(default_factory=dict)

    def add(
        self,
        loss: float,
        weight_decay: float,
        parts: Mapping[str, float] | None = None,
    ):
        """Counts one batch."""
        self.step += 1
        self.batches += 1
        self.loss += loss
        self.weight_decay += weight_decay
        for name, value in (parts or {}).items():
            self.parts[name] = self.parts.get(name, 0.0) + value

    def means(self) -> dict[str, float]:
        """Mean `loss`, `weight_decay` and parts since the evaluation."""
        count = max(1, self.batches)
        sums = {"loss": self.loss, "weight_decay": self.weight_decay}
        return {n: value / count for n, value in (sums | self.parts).items()}

    def forget_losses(self):
        """Starts new means, after an evaluation."""
        self.batches, self.loss, self.weight_decay = 0, 0.0, 0.0
        self.parts = {}
