"""Configs of the losses that are means of a cross entropy over pixels."""

from __future__ import annotations

import dataclasses

from deeplab_family import losses
from deeplab_family.losses.loss_config import PixelLossConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class CrossEntropyConfig(PixelLossConfig):
    """Cross entropy over all labeled pixels; see `MaskedCrossEntropy`.

    Attributes:
        class_balance: 0..1, how far rare classes are weighed up: 0 not at
            all, 1 so that all classes in a batch count alike.
        label_smoothing: share of each label that is spread over all classes;
            0 <= share < 1.
    """

    kind = "cross_entropy"

    class_balance: float = 0.0
    label_smoothing: float = 0.0

    def __post_init__(self):
        super().__post_init__()
        self._check_rate("label_smoothing")
        if not 0 <= self.class_balance <= 1:
            raise ValueError(
                "`class_balance` must lie in 0 <= balance <= 1. "
                f"Received: {self.class_balance}"
            )

    def build(self) -> losses.MaskedCrossEntropy:
        return losses.MaskedCrossEntropy(
            class_balance=self.class_balance,
            label_smoothing=self.label_smoothing,
            **self._shared(),
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class OHEMConfig(PixelLossConfig):
    """Cross entropy over the hard pixels only; see `OHEMCrossEntropy`.

    Attributes:
        threshold: pixels whose true class has at most this probability are
            hard; 0 < threshold <= 1.
        min_kept: pixels kept in any case, per replica.
    """

    kind = "ohem"

    threshold: float = 0.7
    min_kept: int = 100_000

    def __post_init__(self):
        super().__post_init__()
        if not 0 < self.threshold <= 1:
            raise ValueError(
                "`threshold` must lie in 0 < threshold <= 1. "
                f"Received: {self.threshold}"
            )
        if self.min_kept < 0:
            raise ValueError(
                f"`min_kept` must be >= 0. Received: {self.min_kept}"
            )

    def build(self) -> losses.OHEMCrossEntropy:
        return losses.OHEMCrossEntropy(
            self.threshold, self.min_kept, **self._shared()
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class TopKConfig(PixelLossConfig):
    """Cross entropy over a share of the pixels; see `TopKCrossEntropy`.

    Attributes:
        top_k_percent_pixels: the share, 0 < share <= 1.
        hard_example_mining_step: step at which only that share is left, after
            a linear fall from all; 0 for no fall.
    """

    kind = "top_k"

    top_k_percent_pixels: float = 0.25
    hard_example_mining_step: int = 0

    def __post_init__(self):
        super().__post_init__()
        if not 0 < self.top_k_percent_pixels <= 1:
            raise ValueError(
                "`top_k_percent_pixels` must lie in 0 < share <= 1: 0.25 is a "
                f"quarter. Received: {self.top_k_percent_pixels}"
            )
        if self.hard_example_mining_step < 0:
            raise ValueError(
                "`hard_example_mining_step` must be >= 0. "
                f"Received: {self.hard_example_mining_step}"
            )

    def build(self) -> losses.TopKCrossEntropy:
        return losses.TopKCrossEntropy(
            self.top_k_percent_pixels,
            self.hard_example_mining_step,
            **self._shared(),
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class FocalConfig(PixelLossConfig):
    """Cross entropy that easy pixels hardly add to; see `FocalCrossEntropy`.

    Attributes:
        gamma: >= 0; 0 is the plain cross entropy.
    """

    kind = "focal"

    gamma: float = 2.0

    def __post_init__(self):
        super().__post_init__()
        self._check_finite("gamma")

    def build(self) -> losses.FocalCrossEntropy:
        return losses.FocalCrossEntropy(self.gamma, **self._shared())


@dataclasses.dataclass(frozen=True, kw_only=True)
class BoundaryConfig(PixelLossConfig):
    """Cross entropy, heavier near boundaries; see `BoundaryCrossEntropy`.

    Attributes:
        radius: pixels within which another class makes a boundary, >= 1.
        boundary_weight: of such pixels, >= 0; any other weighs 1.
    """

    kind = "boundary"

    radius: int = 3
    boundary_weight: float = 3.0

    def __post_init__(self):
        super().__post_init__()
        self._check_at_least_one("radius")
        self._check_finite("boundary_weight")

    def build(self) -> losses.BoundaryCrossEntropy:
        return losses.BoundaryCrossEntropy(
            self.radius, self.boundary_weight, **self._shared()
        )
