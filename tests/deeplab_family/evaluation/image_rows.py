"""Rows of images with known or random counts."""

import numpy as np

from deeplab_family.evaluation import ImageScores


def row(name, hits, labeled, predicted, **others) -> ImageScores:
    counts = np.array([hits, labeled, predicted], np.int32)
    return ImageScores(name, counts, **others)


def random_rows(accuracy: float, images: int = 40, seed: int = 0):
    """Images of two classes; which of them are hard is told by the seed."""
    rng = np.random.default_rng(seed)
    rows = []
    for number, shift in enumerate(rng.normal(0, 0.1, images)):
        right = int(1000 * np.clip(accuracy + shift, 0, 1))
        rows.append(row(f"{number}.png", [right] * 2, [1000] * 2, [1000] * 2))
    return rows
