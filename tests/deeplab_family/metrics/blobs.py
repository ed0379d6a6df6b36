"""Label maps with regions of many shapes, and predictions near them."""

import numpy as np
from scipy import ndimage


def draw_pair(size=(60, 80), classes=4, seed=0, ignored=0.05):
    """uint8 label map with ignored pixels, and a prediction that is off."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(classes, *size))
    scores = np.stack([ndimage.gaussian_filter(s, 5) for s in scores])
    label = scores.argmax(0).astype(np.uint8)
    scores += 0.02 * np.stack(
        [ndimage.gaussian_filter(s, 2) for s in rng.normal(size=scores.shape)]
    )
    prediction = scores.argmax(0).astype(np.uint8)
    holes = ndimage.gaussian_filter(rng.normal(size=size), 3)
    label[holes < np.quantile(holes, ignored)] = 255
    return label, prediction


def slow_borders(label):
    """Pixels with another label beside, above or below them."""
    height, width = label.shape
    marked = np.zeros(label.shape, bool)
    for row, column in np.ndindex(height, width):
        for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            y, x = row + down, column + right
            if 0 <= y < height and 0 <= x < width:
                marked[row, column] |= label[y, x] != label[row, column]
    return marked


def slow_distance(label):
    """Distance to them, by SciPy."""
    return ndimage.distance_transform_edt(~slow_borders(label))
