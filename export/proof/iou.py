"""IoU of many confusion matrices at once, in numpy.

Equal to `deeplab_family.metrics.class_iou` for one matrix; a confidence
interval needs a thousand.
"""

import numpy as np


def class_iou(confusion: np.ndarray) -> np.ndarray:
    """IoU of each class; NaN where a class is absent.

    Args:
        confusion: integers `(..., classes + 2, classes + 1)` as counted by
            `deeplab_family.metrics.confusion_matrix`.

    Returns:
        float64 array `(..., classes)`.
    """
    judged = confusion[..., :-2, :]
    square = judged[..., :-1]
    hit = np.diagonal(square, axis1=-2, axis2=-1)
    union = judged.sum(axis=-1) + square.sum(axis=-2) - hit
    absent = np.full(hit.shape, np.nan)
    return np.divide(hit, union, out=absent, where=union > 0)


def mean_iou(confusion: np.ndarray) -> np.ndarray:
    """Mean over the classes that are there; NaN without any.

    Returns:
        float64 array of the leading dimensions.
    """
    iou = class_iou(confusion)
    there = ~np.isnan(iou)
    total = np.where(there, iou, 0.0).sum(axis=-1)
    count = there.sum(axis=-1)
    none = np.full(total.shape, np.nan)
    return np.divide(total, count, out=none, where=count > 0)
