"""Random changes of a training sample; image and label move together."""

from input_pipeline.augment.random_crop import RandomCrop
from input_pipeline.augment.random_flip import RandomFlip
from input_pipeline.augment.random_scale import RandomScale
from input_pipeline.augment.scale_crop_flip import ScaleCropFlip

__all__ = ["RandomCrop", "RandomFlip", "RandomScale", "ScaleCropFlip"]
