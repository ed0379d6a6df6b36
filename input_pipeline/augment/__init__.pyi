from .color_jitter import ColorJitter
from .cut_patch import CutPatch
from .fused import FusedAugmentation
from .operations import ColorOperation, CropOperation, Operation
from .pad import Padding
from .random_crop import RandomCrop
from .random_flip import RandomFlip
from .random_rotation import RandomRotation
from .random_scale import RandomScale

__all__ = [
    "FusedAugmentation",
    "ColorJitter",
    "ColorOperation",
    "CropOperation",
    "CutPatch",
    "Operation",
    "Padding",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomScale",
]
