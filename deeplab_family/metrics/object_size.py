"""Recall by the size of objects: small ones are lost first.

Sizes are those of COCO's evaluation: below 32 x 32 pixels, below 96 x 96, and
larger. A label map has no objects; connected pixels of one class stand for
them, so that touching cars are one object.
"""

import cv2
import numpy as np

from deeplab_family.metrics.class_map_measure import ClassMapMeasure
from deeplab_family.metrics.counted_measure import divide

COCO_AREAS = (32**2, 96**2)


class ObjectSizes(ClassMapMeasure):
    """Recall of labeled objects, by class and size.

    Args:
        num_classes: int >= 1.
        areas: increasing pixel counts at which the next size begins.
        ignore_label: int, no class; label of pixels that are not judged.

    Attributes:
        counts: int64 `(num_classes, sizes, 4)`: objects, objects found (more
            than half of their pixels are right), pixels, right pixels.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self,
        num_classes: int,
        areas: tuple[int, ...] = COCO_AREAS,
        ignore_label: int = 255,
    ):
        areas = tuple(areas)
        if sorted({1, *areas}) != [1, *areas]:
            raise ValueError(
                "`areas` must be increasing numbers of pixels above 1. "
                f"Received: {areas}"
            )
        super().__init__(
            (num_classes, len(areas) + 1, 4), num_classes, ignore_label
        )
        self.areas = areas

    def _count(self, label, prediction, judged) -> None:
        right = label == prediction
        for class_id in np.unique(label[judged]):
            pixels, hits = _objects(label == class_id, right)
            sizes = np.searchsorted(self.areas, pixels, side="right")
            found = 2 * hits > pixels
            facts = np.stack([np.ones_like(pixels), found, pixels, hits], 1)
            np.add.at(self.counts[class_id], sizes, facts)

    @property
    def objects(self) -> np.ndarray:
        """Number of labeled objects: int64 `(num_classes, sizes)`."""
        return self.counts[..., 0]

    @property
    def found(self) -> np.ndarray:
        """Share of objects found, `(num_classes, sizes)`; NaN for none."""
        return divide(self.counts[..., 1], self.counts[..., 0])

    @property
    def recall(self) -> np.ndarray:
        """Share of right pixels, `(num_classes, sizes)`; NaN for none."""
        return divide(self.counts[..., 3], self.counts[..., 2])


def _objects(mask, right):
    """Pixels and right pixels of each connected part of a mask."""
    top, left, bottom, right_end = _bounds(mask)
    window = np.s_[top:bottom, left:right_end]
    mask = np.ascontiguousarray(mask[window])
    count, parts = cv2.connectedComponents(mask.view(np.uint8), connectivity=8)
    pixels = np.bincount(parts[mask], minlength=count)
    hits = np.bincount(parts[mask & right[window]], minlength=count)
    return pixels[1:], hits[1:]


def _bounds(mask):
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    return rows[0], columns[0], rows[-1] + 1, columns[-1] + 1
