"""The sizes of images, and the crop that suits them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

STRIDE = 16
SMALL_CROP, LARGE_CROP = 513, 769
"""Crops of DeepLab: on PASCAL VOC, and on the larger Cityscapes images."""

Size = tuple[int, int]


def describe_sizes(sizes: Sequence[Size]) -> dict | None:
    """Number of different sizes, and three of them; None without images.

    `smallest`, `median` and `largest` are `[height, width]` by area;
    `most_frequent` adds the share of images that have it.
    """
    if not sizes:
        return None
    ordered = sorted(sizes, key=lambda size: (size[0] * size[1], size))
    (frequent, count), *_ = Counter(ordered).most_common(1)
    return {
        "different": len(set(sizes)),
        "smallest": list(ordered[0]),
        "median": list(ordered[len(ordered) // 2]),
        "largest": list(ordered[-1]),
        "most_frequent": list(frequent),
        "most_frequent_share": round(count / len(sizes), 4),
    }


def suggest_crop(sizes: Sequence[Size]) -> Size | None:
    """Suggests `crop_size`, (height, width), for training.

    The smallest 16 k + 1 that hold the median height and width, since maps
    at output stride 16 then meet the image's corners; at least 17, below
    which no map is left, and at most 513, or 769 where the median of the
    shorter sides is at least that. Where more than a
    tenth of the images stand and more than a tenth lie, the crop is square.
    None without images.
    """
    if not sizes:
        return None
    sides = np.array(sizes)
    limit = SMALL_CROP
    if np.median(sides.min(1)) >= LARGE_CROP:
        limit = LARGE_CROP
    height, width = (_hold(side, limit) for side in np.median(sides, 0))
    standing = np.mean(sides[:, 0] > sides[:, 1])
    lying = np.mean(sides[:, 0] < sides[:, 1])
    if min(standing, lying) > 0.1:
        height = width = _hold(np.median(sides.max(1)), limit)
    return height, width


def _hold(side: float, limit: int) -> int:
    whole = max(1, int(np.ceil((side - 1) / STRIDE)))
    return min(whole * STRIDE + 1, limit)
