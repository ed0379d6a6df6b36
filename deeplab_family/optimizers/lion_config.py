"""Lion as recipes describe it."""

from __future__ import annotations

import dataclasses

from deeplab_family.optimizers.optimizer_config import KerasOptimizerConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class LionConfig(KerasOptimizerConfig):
    """Steps of one length: the sign of a mean of gradients.

    Source: Chen et al., "Symbolic Discovery of Optimization Algorithms",
    arXiv:2302.06675, algorithm 2. Its authors give it a third to a tenth of
    AdamW's learning rate, and as many times the weight decay.

    Attributes:
        beta_1: share of the mean in what gives the sign, 0 < beta < 1.
        beta_2: share of the old mean in the new one, 0 <= beta < 1.
        weight_decay: share of every kernel that a step at learning rate 1
            takes away; batch normalization and biases stay free unless
            `decays` is "all".
    """

    kind = "lion"
    rule = "Lion"

    beta_1: float = 0.9
    beta_2: float = 0.99
    weight_decay: float = 0.1

    def __post_init__(self):
        super().__post_init__()
        self._check_rate("beta_1")
        self._check_rate("beta_2")
        self._check_finite("weight_decay")
        if self.beta_1 == 0:
            raise ValueError(
                "`beta_1` must be > 0: Lion without its mean is the sign of "
                "the gradient alone. Received: 0"
            )
