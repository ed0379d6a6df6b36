from .detection_data import OpenedDetectionData
from .detection_data_config import DetectionDataConfig
from .detection_objects import (
    DetectionImage,
    DetectionObject,
    DetectionSpec,
    DetectionSplit,
)
from .resizing import object_mask, resized_sample, resized_size
from .streets import draw_street_objects

__all__ = [
    "DetectionDataConfig",
    "DetectionImage",
    "DetectionObject",
    "DetectionSpec",
    "DetectionSplit",
    "OpenedDetectionData",
    "draw_street_objects",
    "object_mask",
    "resized_sample",
    "resized_size",
]
