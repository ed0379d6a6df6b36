"""LAMB as recipes describe it."""

from __future__ import annotations

import dataclasses

from deeplab_family.optimizers.optimizer_config import KerasOptimizerConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class LAMBConfig(KerasOptimizerConfig):
    """Adam whose step is as long, in each weight, as a share of that weight.

    Source: You et al., "Large Batch Optimization for Deep Learning",
    arXiv:1904.00962, algorithm 2, for batches of thousands. The rule is
    `keras.optimizers.Lamb`: the decay is taken before the step and is no part
    of the length that is measured, in the paper it is.

    Attributes:
        beta_1: share of the old mean of the gradient, 0 <= beta < 1.
        beta_2: share of the old mean of its square, 0 <= beta < 1.
        epsilon: added to the root of that mean.
        weight_decay: share of every kernel that a step at learning rate 1
            takes away; batch normalization and biases stay free unless
            `decays` is "all".
    """

    kind = "lamb"
    rule = "Lamb"

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-6
    weight_decay: float = 0.01

    def __post_init__(self):
        super().__post_init__()
        self._check_rate("beta_1")
        self._check_rate("beta_2")
        self._check_finite("epsilon", "weight_decay")
