"""Segmentations with probabilities that tests know."""

import numpy as np

from deeplab_family.predicting import Segmentation

NAMES = ("road", "Gehweg, \u00fc", "sky")
PALETTE = ((128, 64, 128), (244, 35, 232), (70, 130, 180))


def segmentation(seed=0, size=(12, 17)):
    """Blobs of three classes; `sky` is missing where `seed` is 1."""
    rng = np.random.default_rng(seed)
    coarse = rng.dirichlet(np.ones(3) / 3, (4, 5)).astype(np.float32)
    if seed == 1:
        coarse[..., 2] = 0
        coarse /= coarse.sum(axis=-1, keepdims=True)
    rows, columns = (
        np.arange(n) * m // n for n, m in zip(size, (4, 5), strict=True)
    )
    probabilities = coarse[rows][:, columns]
    mask = probabilities.argmax(axis=-1).astype(np.uint8)
    image = rng.integers(0, 256, (*size, 3), np.uint8)
    return Segmentation(image, mask, NAMES, PALETTE, lambda: probabilities)
