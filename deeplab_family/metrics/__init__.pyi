from .class_iou import (
    class_iou,
    invalid_count,
    mean_over_present,
    pixel_accuracy,
)
from .confusion_matrix import confusion_matrix
from .mean_iou import MeanIoU

__all__ = [
    "MeanIoU",
    "class_iou",
    "confusion_matrix",
    "invalid_count",
    "mean_over_present",
    "pixel_accuracy",
]
