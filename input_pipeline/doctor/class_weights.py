"""Class weights for the loss, from label counts: median frequency, ENet.

Sources: Eigen and Fergus, "Predicting Depth, Surface Normals and Semantic
Labels with a Common Multi-Scale Convolutional Architecture", 2015 (median
frequency balancing); Paszke et al., "ENet", 2016.
"""

import numpy as np

from input_pipeline.doctor.class_counts import ClassCounts
from input_pipeline.sample import IGNORE_LABEL

ENET_OFFSET = 1.02


def median_frequency_weights(
    counts: ClassCounts, num_classes: int
) -> list[float | None]:
    """Median of all frequencies divided by that of each class.

    The frequency of a class is its share in the labeled pixels of the images
    that show it. None for a class without pixels.
    """
    pixels = counts.pixels[:num_classes].astype(float)
    around = counts.around[:num_classes].astype(float)
    used = pixels > 0
    if not used.any():
        return [None] * num_classes
    frequency = np.divide(pixels, around, where=used, out=np.ones_like(pixels))
    weights = np.median(frequency[used]) / frequency
    return [
        round(float(weight), 4) if occurs else None
        for weight, occurs in zip(weights, used, strict=True)
    ]


def enet_weights(counts: ClassCounts, num_classes: int) -> list[float | None]:
    """1 / ln(1.02 + share of the labeled pixels), which is at most 50.5.

    None for a class without pixels.
    """
    labeled = counts.pixels.sum() - counts.pixels[IGNORE_LABEL]
    shares = counts.pixels[:num_classes] / max(1, labeled)
    return [
        round(float(1 / np.log(ENET_OFFSET + share)), 4) if share else None
        for share in shares
    ]
