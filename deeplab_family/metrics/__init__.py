"""Measures of segmentation quality, on Keras only."""

from deeplab_family.metrics.class_iou import (
    class_iou,
    invalid_count,
    mean_over_present,
    pixel_accuracy,
)
from deeplab_family.metrics.confusion_matrix import confusion_matrix
from deeplab_family.metrics.mean_iou import MeanIoU

__all__ = [
    "MeanIoU",
    "class_iou",
    "confusion_matrix",
    "invalid_count",
    "mean_over_present",
    "pixel_accuracy",
]
