"""Losses of a detector as recipes describe them."""

from __future__ import annotations

import dataclasses

from deeplab_family.component_config import ComponentConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class PartsLossConfig(ComponentConfig):
    """The losses that a detector adds up itself, each with the weight 1.

    Those of proposals (`rpn_objectness`, `rpn_box`), of boxes (`box_class`,
    `box_delta`) and, of Mask R-CNN, of masks (`mask`).
    """

    package = "deeplab_family.detection"
    kind = "parts"

    def build(self) -> None:
        """None: `compile` needs no other loss."""
        return None
