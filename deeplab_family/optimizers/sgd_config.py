"""Stochastic gradient descent as recipes describe it."""

from __future__ import annotations

import dataclasses

from deeplab_family.optimizers.optimizer_config import KerasOptimizerConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class SGDConfig(KerasOptimizerConfig):
    """Stochastic gradient descent with momentum, as the papers train.

    Attributes:
        momentum: share of the last step that is taken again, 0 <= m < 1.
        nesterov: looks a step ahead, as Nesterov; so the ResNets of
            `fb.resnet.torch` were trained.
        weight_decay: the loss gains half of it times the squared norm of every
            convolution kernel, depthwise ones left out; of every weight where
            `decays` is "all".
    """

    kind = "sgd"
    rule = "SGD"

    momentum: float = 0.9
    nesterov: bool = False
    weight_decay: float = 1e-4

    def __post_init__(self):
        super().__post_init__()
        self._check_rate("momentum")
        self._check_finite("weight_decay")
        if self.nesterov and self.momentum == 0:
            raise ValueError(
                "`nesterov` needs a `momentum` > 0, whose step it takes "
                "ahead. Received: 0"
            )

    @property
    def loss_decay(self) -> float:
        return self.weight_decay

    def arguments(self) -> dict:
        return {"momentum": self.momentum, "nesterov": self.nesterov}
