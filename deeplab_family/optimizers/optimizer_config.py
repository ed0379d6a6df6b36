"""Optimizers as recipes describe them: SGD with momentum, AdamW."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from deeplab_family import lazy_keras as keras
from deeplab_family import optimizers
from deeplab_family.component_config import ComponentConfig

FREE_OF_DECAY = ("gamma", "beta", "bias")
"""Names of the variables that AdamW leaves alone, as is usual."""


class OptimizerConfig(ComponentConfig):
    """Base of the configs of optimizers.

    A subclass builds a `keras.optimizers.Optimizer`.
    """

    package = "deeplab_family.optimizers"

    @property
    def loss_decay(self) -> float:
        """Weight decay as a term of the loss; see `add_weight_decay`."""
        return 0.0

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
class SGDConfig(OptimizerConfig):
    """Stochastic gradient descent with momentum, as the papers train.

    Attributes:
        momentum: share of the last step that is taken again, 0 <= m < 1.
        weight_decay: the loss gains half of it times the squared norm of every
            convolution kernel, depthwise ones left out.
    """

    kind = "sgd"

    momentum: float = 0.9
    weight_decay: float = 1e-4

    def __post_init__(self):
        self._check_rate("momentum")
        self._check_finite("weight_decay")

    @property
    def loss_decay(self) -> float:
        return self.weight_decay

    def build(self, learning_rate) -> keras.optimizers.Optimizer:
        return keras.optimizers.SGD(learning_rate, self.momentum)

    def build_discriminative(self, learning_rate, rate_multiplier, multiplied):
        return optimizers.DiscriminativeSGD(
            learning_rate,
            self.momentum,
            rate_multiplier=rate_multiplier,
            multiplied=multiplied,
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class AdamWConfig(OptimizerConfig):
    """Adam whose weight decay is no part of the gradient.

    Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization",
    arXiv:1711.05101. It wants a smaller learning rate than SGD: 1e-4 to 1e-3.

    Attributes:
        beta_1: share of the old mean of the gradient, 0 <= beta < 1.
        beta_2: share of the old mean of its square, 0 <= beta < 1.
        epsilon: added to the root of that mean.
        weight_decay: share of every kernel that a step at learning rate 1
            takes away; batch normalization and biases stay free.
    """

    kind = "adamw"

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.01

    def __post_init__(self):
        self._check_rate("beta_1")
        self._check_rate("beta_2")
        self._check_finite("epsilon", "weight_decay")

    def build(self, learning_rate) -> keras.optimizers.Optimizer:
        return self._filled_in(keras.optimizers.AdamW, learning_rate)

    def build_discriminative(self, learning_rate, rate_multiplier, multiplied):
        return self._filled_in(
            optimizers.DiscriminativeAdamW,
            learning_rate,
            rate_multiplier=rate_multiplier,
            multiplied=multiplied,
        )

    def _filled_in(self, optimizer_class, learning_rate, **more):
        optimizer = optimizer_class(
            learning_rate,
            self.weight_decay,
            self.beta_1,
            self.beta_2,
            self.epsilon,
            **more,
        )
        optimizer.exclude_from_weight_decay(var_names=list(FREE_OF_DECAY))
        return optimizer
