"""Distance of each pixel to the nearest border between labels."""

import cv2
import numpy as np


def border_pixels(label: np.ndarray) -> np.ndarray:
    """Pixels with a neighbor, of four, that has another label.

    Both sides of a border belong to it. The ignored label is a label like any
    other here: where it rings the objects, as in PASCAL VOC, its ring is what
    the borders are. The edge of the image is no border.

    Args:
        label: integers `(height, width)`.

    Returns:
        bool array of the same shape.
    """
    found = np.zeros(label.shape, bool)
    down = label[1:] != label[:-1]
    across = label[:, 1:] != label[:, :-1]
    found[1:] |= down
    found[:-1] |= down
    found[:, 1:] |= across
    found[:, :-1] |= across
    return found


def border_distance(label: np.ndarray) -> np.ndarray:
    """Euclidean distance in pixels to the nearest border pixel.

    Args:
        label: integers `(height, width)`.

    Returns:
        float32 array of the same shape; 0 on border pixels, infinite where
        the label map has one label only.
    """
    return distance_to(border_pixels(label))


def distance_to(marked: np.ndarray) -> np.ndarray:
    """Euclidean distance in pixels to the nearest marked pixel.

    Args:
        marked: bool array `(height, width)`.

    Returns:
        float32 array of the same shape; infinite where nothing is marked.
    """
    if not marked.any():
        return np.full(marked.shape, np.inf, np.float32)
    return cv2.distanceTransform(
        np.logical_not(marked).view(np.uint8),
        cv2.DIST_L2,
        cv2.DIST_MASK_PRECISE,
    )
