"""Class map at another size: the argmax of interpolated probabilities.

Where the pixels that an interpolation takes in are all of one class, so is
their mean, since the class is the largest in each of them. Only along the
borders between classes are probabilities needed.
"""

from collections.abc import Callable

import numpy as np

MOST_MIXED = 0.3
"""Share of the pixels above which it is quicker to interpolate all."""


def resized_class_map(
    class_map: np.ndarray,
    size: tuple[int, int],
    probabilities_at: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> np.ndarray | None:
    """The argmax of the probabilities of `class_map`, resized bilinearly.

    Args:
        class_map: uint8 `(height, width)`, the argmax of the probabilities.
        size: the new (height, width).
        probabilities_at: of pixels of `class_map` by their rows and columns,
            float32 `(n, classes)`.

    Returns:
        uint8 array of that size, but for ties what `resize_bilinear` and
        `argmax` give; None where so many pixels lie on borders that this
        would take longer.
    """
    (top, bottom, down), (left, right, across) = (
        _neighbors(old, new)
        for old, new in zip(class_map.shape, size, strict=True)
    )
    mixed = _mixed(class_map)[top][:, left]
    resized = class_map[top][:, left]
    rows, columns = np.nonzero(mixed)
    if len(rows) > MOST_MIXED * resized.size:
        return None
    down, across = down[rows, None], across[columns, None]
    width = class_map.shape[1]
    corners = [
        (y[rows] * width + x[columns], weight_y * weight_x)
        for y, weight_y in ((top, 1 - down), (bottom, down))
        for x, weight_x in ((left, 1 - across), (right, across))
    ]
    # Several new pixels lie between the same old ones: each is asked once.
    is_used = np.zeros(class_map.size, bool)
    for places, _ in corners:
        is_used[places] = True
    used = np.flatnonzero(is_used)
    number = np.empty(class_map.size, np.intp)
    number[used] = np.arange(len(used))
    found = probabilities_at(*np.divmod(used, width))
    mean = sum(weight * found[number[places]] for places, weight in corners)
    if len(rows):
        resized[rows, columns] = mean.argmax(axis=-1)
    return resized


def _neighbors(old: int, new: int):
    """The two pixels around each new center, and the share of the second."""
    centers = (np.arange(new) + 0.5) * (old / new) - 0.5
    first = np.floor(centers).astype(np.intp)
    share = (centers - first).astype(np.float32)
    share[first < 0] = 0
    low = np.clip(first, 0, old - 1)
    return low, np.clip(first + 1, 0, old - 1), share


def _mixed(class_map: np.ndarray) -> np.ndarray:
    """Is a pixel, or the one right of it or below, of another class?"""
    right = np.concatenate([class_map[:, 1:], class_map[:, -1:]], axis=1)
    mixed = class_map != right
    mixed |= np.concatenate([mixed[1:], mixed[-1:]])
    mixed[:-1] |= class_map[:-1] != class_map[1:]
    return mixed
