"""Resizing without an engine, so that running a TFLite file needs none.

Pixel centers lie at one half, as in `tf.image.resize`; shrinking does not
blur first.
"""

import cv2
import numpy as np

_EXACT = (4, 3, 1)
"""Channels that OpenCV interpolates with weights exact to 1e-7. Of any other
number it rounds the places in the source first: 2e-5 off at 513 pixels."""


def resize_bilinear(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Resize a batch by linear interpolation between pixel centers.

    Args:
        images: array `(batch, height, width, channels)` of any number type.
        size: the new (height, width).

    Returns:
        float32 array `(batch, *size, channels)`.
    """
    if images.shape[1:3] == tuple(size):
        return images.astype(np.float32, copy=False)
    channels = images.shape[-1]
    resized = np.empty((len(images), *size, channels), np.float32)
    for image, target in zip(images, resized, strict=True):
        for part in _parts(channels):
            piece = np.ascontiguousarray(image[..., part], np.float32)
            made = cv2.resize(piece, size[::-1], None, 0, 0, cv2.INTER_LINEAR)
            target[..., part] = made.reshape(*size, -1)
    return resized


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


def _parts(channels: int) -> list[slice]:
    """Divides channels into groups that OpenCV interpolates exactly."""
    parts, start = [], 0
    while start < channels:
        count = next(n for n in _EXACT if n <= channels - start)
        parts.append(slice(start, start + count))
        start += count
    return parts
