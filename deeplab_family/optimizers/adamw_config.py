"""AdamW as recipes describe it."""

from __future__ import annotations

import dataclasses

from deeplab_family.optimizers.optimizer_config import KerasOptimizerConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class AdamWConfig(KerasOptimizerConfig):
    """Adam whose weight decay is no part of the gradient.

    Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
    arXiv:1711.05101. It wants a smaller learning rate than SGD: 1e-4 to 1e-3.
    With `weight_decay=0` it is Adam, arXiv:1412.6980.

    Attributes:
        beta_1: share of the old mean of the gradient, 0 <= beta < 1.
        beta_2: share of the old mean of its square, 0 <= beta < 1.
        epsilon: added to the root of that mean.
        weight_decay: share of every kernel that a step at learning rate 1
            takes away; batch normalization and biases stay free unless
            `decays` is "all".
    """

    kind = "adamw"
    rule = "AdamW"

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.01

    def __post_init__(self):
        super().__post_init__()
        self._check_rate("beta_1")
        self._check_rate("beta_2")
        self._check_finite("epsilon", "weight_decay")
