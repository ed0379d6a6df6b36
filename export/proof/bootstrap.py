"""Bootstrap interval of a drop of the mean IoU.

The bootstrap of B. Efron (1979): draw as many images as there are, with
replacement, score both models on the same draw, again and again; the middle
95 % of the drops are the interval. It knows the spread between images, not
what images are missing.
"""

import numpy as np

from deeplab_family.metrics import class_iou, mean_over_present

DRAWS = 1000
SEED = 0
TAILS = (2.5, 97.5)
# Bounds the memory that a data set of many classes takes.
AT_ONCE = 50


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
    images = len(expected)
    if images < 2:
        return None
    rng = np.random.default_rng(SEED)
    even = np.full(images, 1 / images)
    drops = []
    for start in range(0, DRAWS, AT_ONCE):
        count = min(AT_ONCE, DRAWS - start)
        times_drawn = rng.multinomial(images, even, size=count)
        before = _mean_ious(times_drawn, expected)
        after = _mean_ious(times_drawn, received)
        drops.append(before - after)
    low, high = np.nanpercentile(np.concatenate(drops), TAILS)
    return float(low), float(high)


def _mean_ious(times_drawn: np.ndarray, confusions: np.ndarray) -> np.ndarray:
    drawn = np.tensordot(times_drawn, confusions, axes=1)
    return np.asarray(mean_over_present(class_iou(drawn)))
