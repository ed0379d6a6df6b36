"""Losses as recipes describe them: which error of the logits a run lowers.

Configs stand apart from their losses, without Keras, which `build` asks for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Literal, Self

from deeplab_family import lazy_keras as keras
from deeplab_family.component_config import ComponentConfig
from deeplab_family.losses.class_weights import read_class_weights

DOWNSAMPLINGS = (None, "align_corners", "every_nth")


class LossConfig(ComponentConfig):
    """Base of the configs of losses.

    A subclass builds a `keras.losses.Loss` on labels `(batch, height, width)`
    and logits `(batch, height, width, num_classes)` that counts no pixel of
    label 255. A field `label_downsampling`, where it has one, makes labels as
    small as the logits of networks with `upsample_logits=False`.
    """

    package = "deeplab_family.losses"

    def build(self) -> keras.losses.Loss:
        """The loss, for `compile`."""
        raise NotImplementedError(f"{type(self).__name__} must define `build`")

    def in_place_of(self, other: ComponentConfig) -> Self:
        """This preset, for labels of the size that the other one made."""
        how = getattr(other, "label_downsampling", None)
        if how is None or not hasattr(self, "label_downsampling"):
            return self
        return dataclasses.replace(self, label_downsampling=how)

    def with_class_weights(self, numbers: Callable) -> Self:
        """This config with each of its class weights replaced.

        Args:
            numbers: makes the new value of `class_weights` from the old one,
                which is not None.
        """
        del numbers
        return self


@dataclasses.dataclass(frozen=True, kw_only=True)
class PixelLossConfig(LossConfig):
    """Base of the configs of single losses; no kind itself.

    Attributes:
        label_downsampling: for networks with `upsample_logits=False`:
            "align_corners" as DeepLabv3's table 8, "every_nth" as DUC.
        class_weights: one number >= 0 for each class; "doctor" for those that
            `deeplab doctor` suggests for the data; or the path of a JSON file
            of weights, such as its report. A run turns words into numbers
            before its first step and stores the numbers.
    """

    label_downsampling: Literal["align_corners", "every_nth"] | None = None
    class_weights: tuple[float, ...] | str | None = None

    def __post_init__(self):
        self._check_one_of("label_downsampling", DOWNSAMPLINGS)
        if not isinstance(self.class_weights, str):
            read_class_weights(self.class_weights)

    def with_class_weights(self, numbers: Callable) -> Self:
        if self.class_weights is None:
            return self
        new = numbers(self.class_weights)
        return dataclasses.replace(self, class_weights=new)

    def _shared(self) -> dict:
        """Arguments that all single losses have."""
        if isinstance(self.class_weights, str):
            raise ValueError(
                f"`class_weights` must be numbers to build a loss; a run reads "
                "words where it knows the classes of its data. Received: "
                f"{self.class_weights!r}"
            )
        return {
            "label_downsampling": self.label_downsampling,
            "class_weights": self.class_weights,
        }
