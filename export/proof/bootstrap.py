"""Bootstrap interval of a drop of the mean IoU.

Both models are scored on the same drawn images; `deeplab_family.metrics` draws
them.
"""

import numpy as np

from deeplab_family.metrics import (
    bootstrap_counts,
    confidence_interval,
    count_classes,
)


def drop_interval(
    expected: np.ndarray, received: np.ndarray
) -> tuple[float, float] | None:
    """95 % confidence interval of how far the mean IoU drops.

    Args:
        expected: int64 `(images, classes + 2, classes + 1)`, one confusion
            matrix for each image, of the Keras model.
        received: the same of the artifact, images in the same order.

    Returns:
        Low and high, or `None` for fewer than two images.
    """
    if len(expected) < 2:
        return None
    low, high = confidence_interval(_drawn(expected) - _drawn(received))
    return float(low), float(high)


def _drawn(confusions: np.ndarray) -> np.ndarray:
    return bootstrap_counts(count_classes(confusions).stacked).mean_iou
