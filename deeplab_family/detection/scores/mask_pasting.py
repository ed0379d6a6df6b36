"""Mask pasting: the small square mask of a box, at the size of the image."""

import numpy as np

from input_pipeline.annotations.regions import Bitmap

THRESHOLD = 0.5


def paste_mask(
    probabilities: np.ndarray,
    box: np.ndarray,
    height: int,
    width: int,
    threshold: float = THRESHOLD,
) -> Bitmap:
    """Stretches a mask over its box and cuts it at a threshold.

    Bilinear between the centers of the mask's cells, at the center of each
    pixel that the box covers; beyond the outermost centers the outermost
    cells count. For a box of whole numbers that is OpenCV's `INTER_LINEAR`.

    Args:
        probabilities: float `(rows, columns)`, such as 28 x 28.
        box: `(x1, y1, x2, y2)` in pixels of the image, continuous.
        height: of the image in pixels.
        width: of the image in pixels.
        threshold: pixels of a greater probability are inside.

    Returns:
        The mask of the box's part in the image, and where it begins.
    """
    x1, y1, x2, y2 = (float(value) for value in box)
    rows, columns = probabilities.shape
    top, down = _weights(y1, y2, rows, height)
    left, across = _weights(x1, x2, columns, width)
    inside = down @ probabilities.astype(np.float32) @ across.T > threshold
    return Bitmap(inside, left, top)


def _weights(
    start: float, end: float, cells: int, limit: int
) -> tuple[int, np.ndarray]:
    """First pixel whose center a span covers; weights of cells at each pixel.

    Float32 `(pixels, cells)`; each row adds up to 1.
    """
    first = max(int(np.ceil(start - 0.5)), 0)
    last = min(int(np.ceil(end - 0.5)), limit)
    centers = np.arange(first, max(last, first)) + 0.5
    places = (centers - start) / max(end - start, 1e-6) * cells - 0.5
    places = np.clip(places, 0, cells - 1)
    distances = np.abs(places[:, None] - np.arange(cells))
    return first, np.maximum(1 - distances, 0).astype(np.float32)
