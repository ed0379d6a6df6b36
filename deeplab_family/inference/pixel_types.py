"""Pixel types: images as the number type that a model file takes."""

import numpy as np


def as_pixels(images: np.ndarray, dtype) -> np.ndarray:
    """Images 0 to 255 as `dtype`; whole numbers are rounded, not cut off.

    Args:
        images: array of uint8 or float32.
        dtype: of the file's input.
    """
    whole = np.issubdtype(np.dtype(dtype), np.integer)
    if whole and not np.issubdtype(images.dtype, np.integer):
        images = np.rint(images)
    return images.astype(dtype, copy=False)
