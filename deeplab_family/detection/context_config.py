"""Context config: the block that gathers the whole image, and its place."""

from __future__ import annotations

import dataclasses
from typing import Literal, Self

from deeplab_family.component_config import ComponentConfig

BLOCKS = ("non_local", "cgnl", "gald")


@dataclasses.dataclass(frozen=True)
class ContextConfig(ComponentConfig):
    """A block of table 3 of Li et al. (GALD), arXiv:1909.07229.

    The paper sets it at "the end of stage 4" and "on top of FPN"; no code of
    its detectors was released. Where stages count from the first residual
    block, as in mmdetection, that is C5, the backbone's last map. Where they
    count from the stem, as CGNL's authors do, it is C4.

    Attributes:
        block: "non_local", "cgnl" or "gald". The first two add to the map they
            see; GALD sees 512 channels of it and lies beside it, so that its
            lateral convolution has 512 more.
        tap: "c5"; or "c4": GALD beside the third block's map, the others
            before its last unit, on a ResNet, as CGNL's code has them.
    """

    package = "deeplab_family.detection"
    kind = "context"

    block: Literal["non_local", "cgnl", "gald"] = "gald"
    tap: Literal["c5", "c4"] = "c5"

    def __post_init__(self):
        self._check_one_of("block", BLOCKS)
        self._check_one_of("tap", ("c5", "c4"))

    @classmethod
    def presets(cls) -> dict[str, Self]:
        return {block: cls(block) for block in BLOCKS}

    @property
    def preset_name(self) -> str:
        return self.block
