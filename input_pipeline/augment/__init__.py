"""Random changes of a training sample; image and label move together."""

from input_pipeline.augment.augment_window import AugmentWindow
from input_pipeline.augment.color_jitter import ColorJitter
from input_pipeline.augment.cut_patch import CutPatch
from input_pipeline.augment.pad import Padding
from input_pipeline.augment.random_crop import RandomCrop
from input_pipeline.augment.random_flip import RandomFlip
from input_pipeline.augment.random_rotation import RandomRotation
from input_pipeline.augment.random_scale import RandomScale

__all__ = [
    "AugmentWindow",
    "ColorJitter",
    "CutPatch",
    "Padding",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomScale",
]
