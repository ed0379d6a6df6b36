"""Sampling: pictures, and parts of them, that an epoch visits."""

from input_pipeline.sampling.hard_class_bootstrap import (
    VOC_HARD_CLASSES,
    HardClassBootstrap,
)
from input_pipeline.sampling.mix import Mix, MixPart
from input_pipeline.sampling.patches import (
    CITYSCAPES_7_FOLD,
    CITYSCAPES_12_FOLD,
    KITTI_PATCHES,
    Patches,
)

__all__ = [
    "CITYSCAPES_12_FOLD",
    "CITYSCAPES_7_FOLD",
    "HardClassBootstrap",
    "KITTI_PATCHES",
    "Mix",
    "MixPart",
    "Patches",
    "VOC_HARD_CLASSES",
]
