"""Mask R-CNN: Faster R-CNN with a mask for each object.

Source: He et al., "Mask R-CNN", arXiv:1703.06870.
"""

from __future__ import annotations

import dataclasses

from deeplab_family.detection.faster_rcnn import FasterRCNNConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class MaskRCNNConfig(FasterRCNNConfig):
    """A two-stage detector with masks.

    Attributes:
        mask_filters: channels of the mask head.
        mask_convolutions: how many 3x3 ones it has.
        mask_size: side of a mask in pixels, an even int.
        and those of `FasterRCNNConfig`.
    """

    kind = "mask_rcnn"

    mask_filters: int = 256
    mask_convolutions: int = 4
    mask_size: int = 28

    def __post_init__(self):
        super().__post_init__()
        self._check_at_least_one("mask_filters", "mask_convolutions")
        if self.mask_size < 2 or self.mask_size % 2:
            raise ValueError(
                "`mask_size` must be an even int >= 2. "
                f"Received: {self.mask_size}"
            )

    @property
    def has_masks(self) -> bool:
        return True
