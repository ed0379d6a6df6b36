"""Where patches begin along one side of a picture, in pixels."""

import numpy as np


def even_starts(length: int, patch: int, count: int) -> np.ndarray:
    """Evenly spaced, the first and the last flush with the borders.

    Args:
        length: pixels of the side.
        patch: pixels of the patch.
        count: number of patches. A single one lies in the middle.
    """
    free = max(length - patch, 0)
    if count == 1:
        return np.array([free // 2])
    return np.unique(np.rint(np.linspace(0, free, count)).astype(np.int64))


def centered_starts(length: int, patch: int, count: int) -> np.ndarray:
    """Centers divide the side into equal parts; patches may stick out.

    Takes the arguments of `even_starts`.
    """
    centers = length * np.arange(1, count + 1) / (count + 1)
    return np.unique(np.rint(centers).astype(np.int64)) - patch // 2


def strided_starts(length: int, patch: int, stride: int) -> np.ndarray:
    """Every `stride` pixels, and a last one flush with the far border.

    Args:
        length: pixels of the side.
        patch: pixels of the patch.
        stride: pixels from one patch to the next.
    """
    free = max(length - patch, 0)
    return np.unique([*range(0, free + 1, stride), free])
