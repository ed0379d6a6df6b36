"""Resizing in numpy, so that running a TFLite file needs no engine.

Pixel centers lie at one half, as in `tf.image.resize`; shrinking does not
blur first.
"""

import numpy as np


def resize_bilinear(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Resize a batch by linear interpolation between pixel centers.

    Args:
        images: array `(batch, height, width, channels)` of any number type.
        size: the new (height, width).

    Returns:
        float32 array `(batch, *size, channels)`.
    """
    rows = _interpolate(images, size[0], axis=1)
    return _interpolate(rows, size[1], axis=2)


def resize_nearest(class_map: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Resize a batch of class maps by taking the pixel under each center.

    Args:
        class_map: integer array `(batch, height, width)`.
        size: the new (height, width).

    Returns:
        Array `(batch, *size)` of the same dtype.
    """
    rows, columns = (
        np.floor(_centers(old, new) + 0.5).astype(int)
        for old, new in zip(class_map.shape[1:], size, strict=True)
    )
    return class_map[:, rows][:, :, columns]


def _centers(old: int, new: int) -> np.ndarray:
    """Where the centers of `new` pixels fall, counted in `old` pixels."""
    centers = (np.arange(new) + 0.5) * (old / new) - 0.5
    return np.clip(centers, 0, old - 1)


def _interpolate(images: np.ndarray, new: int, axis: int) -> np.ndarray:
    old = images.shape[axis]
    if old == new:
        return images.astype(np.float32, copy=False)
    centers = _centers(old, new)
    low = np.floor(centers).astype(int)
    shape = [1] * images.ndim
    shape[axis] = new
    weight = (centers - low).astype(np.float32).reshape(shape)
    before = images.take(low, axis).astype(np.float32, copy=False)
    after = images.take(np.minimum(low + 1, old - 1), axis)
    return before + (after - before) * weight
