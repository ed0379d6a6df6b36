"""Train state: batches seen, and the losses since the last evaluation."""

import dataclasses


@dataclasses.dataclass
class TrainState:
    """Where a run stands; part of every checkpoint.

    A step is a batch seen. The optimizer's own count is lower under
    `mixed_float16`, where updates that overflow are left out.

    Attributes:
        step: batches since the start of the run, resumed or not.
        batches: those since the last evaluation.
        loss: their summed losses, weight decay left out.
        weight_decay: their summed weight decay.
    """

    step: int = 0
    batches: int = 0
    loss: float = 0.0
    weight_decay: float = 0.0

    def add(self, loss: float, weight_decay: float):
        """Counts one batch."""
        self.step += 1
        self.batches += 1
        self.loss += loss
        self.weight_decay += weight_decay

    def means(self) -> dict[str, float]:
        """Mean `loss` and `weight_decay` of a batch since the evaluation."""
        count = max(1, self.batches)
        return {
            "loss": self.loss / count,
            "weight_decay": self.weight_decay / count,
        }

    def forget_losses(self):
        """Starts new means, after an evaluation."""
        self.batches, self.loss, self.weight_decay = 0, 0.0, 0.0
