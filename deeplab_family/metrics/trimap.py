"""Trimap curve: mIoU in a narrow band around the borders, by its width.

Source: Kohli et al., "Robust Higher Order Potentials for Enforcing Label
Consistency", IJCV 2009; as mIoU in Krähenbühl and Koltun, arXiv:1210.5644,
section 5, and Chen et al., arXiv:1606.00915, section 4.1.2.
"""

from typing import Literal

import numpy as np

from deeplab_family.metrics.border_distance import border_distance, distance_to
from deeplab_family.metrics.class_map_measure import ClassMapMeasure
from deeplab_family.metrics.iou import class_iou, mean_over_present


class TrimapCurve(ClassMapMeasure):
    """IoU over the judged pixels at most 1, 2, ... pixels from a border.

    Args:
        num_classes: int >= 1.
        widest: int >= 1, the last width in pixels.
        around: "borders" measures from all borders between labels, the
            ignored one included; "ignored" from the ignored pixels, which ring
            the objects of PASCAL VOC.
        ignore_label: int, no class; label of pixels that are not judged.

    Attributes:
        counts: int64 `(widest, num_classes + 2, num_classes + 1)`, a table as
            of `confusion_matrix` for each ring of pixels that a width adds to
            the one before; rows and columns of ignored and invalid pixels stay
            empty.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self,
        num_classes: int,
        widest: int = 40,
        around: Literal["borders", "ignored"] = "borders",
        ignore_label: int = 255,
    ):
        if widest < 1:
            raise ValueError(f"`widest` must be >= 1. Received: {widest}")
        if around not in ("borders", "ignored"):
            raise ValueError(
                f"`around` must be 'borders' or 'ignored'. Received: {around!r}"
            )
        super().__init__(
            (widest, num_classes + 2, num_classes + 1),
            num_classes,
            ignore_label,
        )
        self.widest = widest
        self.around = around

    def _count(self, label, prediction, judged) -> None:
        if self.around == "borders":
            distance = border_distance(label)
        else:
            distance = distance_to(label == self.ignore_label)
        seen = judged & (distance <= self.widest)
        ring = np.ceil(distance[seen]).astype(np.int64) - 1
        classes = self.num_classes
        ids = np.maximum(ring, 0) * classes + label[seen]
        ids = ids * classes + prediction[seen]
        counts = np.bincount(ids, minlength=self.widest * classes**2)
        shape = (self.widest, classes, classes)
        self.counts[:, :-2, :-1] += counts.reshape(shape)

    @property
    def confusion(self) -> np.ndarray:
        """Tables of `confusion_matrix` of all pixels up to each width."""
        return self.counts.cumsum(axis=0)

    @property
    def class_iou(self) -> np.ndarray:
        """IoU of each class at each width: float32 `(widest, num_classes)`."""
        return np.asarray(class_iou(self.confusion))

    @property
    def mean_iou(self) -> np.ndarray:
        """Mean IoU at widths of 1, 2, ... pixels: float32 `(widest,)`."""
        return np.asarray(mean_over_present(self.class_iou))
