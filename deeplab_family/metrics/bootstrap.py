"""Bootstrap over images: how far a score would move with other images.

The bootstrap of B. Efron (1979): as many images as there are, drawn with
replacement, are scored again and again; the middle 95 % of the scores are the
interval. It knows the spread between images, not what images are missing.
"""

import numpy as np

from deeplab_family.metrics.class_counts import ClassCounts

DRAWS = 1000
SEED = 0
CONFIDENCE = 0.95
# Bound the memory: draws at once, and images whose counts become floats.
DRAWS_AT_ONCE, IMAGES_AT_ONCE = 50, 2048


def bootstrap_counts(
    counts: np.ndarray, draws: int = DRAWS, seed: int = SEED
) -> ClassCounts:
    """Counts of drawn collections of images.

    The same seed and number of images give the same draws, so two models are
    compared in pairs by two calls. Besides its result and `counts` it takes
    less than 10 MB for every 1,000 classes or 10,000 images.

    Args:
        counts: integers `(images, 3, classes)`: hits, labeled and predicted
            pixels of each image.
        draws: int >= 1, how many collections.
        seed: of the draws.

    Returns:
        Counts `(draws, classes)`.

    Raises:
        ValueError: if there is no image.
    """
    images, _, classes = counts.shape
    if images == 0:
        raise ValueError("`counts` must hold one image or more. Received: 0")
    rng = np.random.default_rng(seed)
    even = np.full(images, 1 / images)
    flat = counts.reshape(images, 3 * classes)
    sums = np.zeros((draws, 3 * classes))
    for first in range(0, draws, DRAWS_AT_ONCE):
        count = min(DRAWS_AT_ONCE, draws - first)
        times = rng.multinomial(images, even, size=count).astype(float)
        for start in range(0, images, IMAGES_AT_ONCE):
            part = slice(start, start + IMAGES_AT_ONCE)
            # Exact: sums of pixels stay below 2**53.
            sums[first : first + count] += times[:, part] @ flat[part].astype(
                float
            )
    return ClassCounts(*np.moveaxis(sums.reshape(draws, 3, classes), 1, 0))


def confidence_interval(
    values: np.ndarray, confidence: float = CONFIDENCE
) -> np.ndarray:
    """The middle part of drawn scores: `(2, ...)`, low and high.

    Args:
        values: floats `(draws, ...)`; draws without a score (NaN) are left
            out, and where all are the interval is NaN.
        confidence: share of the draws within, between 0 and 1.
    """
    tails = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    flat = values.reshape(len(values), -1)
    known = ~np.isnan(flat).all(axis=0)
    bounds = np.full((2, flat.shape[1]), np.nan)
    bounds[:, known] = np.nanquantile(flat[:, known], tails, axis=0)
    return bounds.reshape(2, *values.shape[1:])
