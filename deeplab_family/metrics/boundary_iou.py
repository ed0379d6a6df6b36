"""Boundary IoU: IoU of the bands inside the outlines of two masks.

Source: Cheng et al., "Boundary IoU: Improving Object-Centric Image
Segmentation Evaluation", CVPR 2021 (arXiv:2103.16562), section 4 and its
released code. It compares objects; for classes, intersections and unions of
all images are added up here, as for the mean IoU.
"""

import math

import cv2
import numpy as np

from deeplab_family.metrics.class_map_measure import ClassMapMeasure
from deeplab_family.metrics.counted_measure import divide

OUTSIDE = -1


class BoundaryIoU(ClassMapMeasure):
    """IoU of each class within a band along its outline.

    The band of a class lies inside it: its pixels that lose it in `d` erosions
    by 3 x 3, where d is `ratio` times the diagonal of the image. The edge of
    the image is an outline. Ignored pixels are no class, so that they bound
    the labeled ones; they are in no band.

    Args:
        num_classes: int >= 1.
        ratio: float > 0, width of the band in diagonals of the image: 0.02 for
            objects of COCO, 0.005 for the larger images of Cityscapes.
        ignore_label: int, no class; label of pixels that are not judged.

    Attributes:
        counts: int64 `(3, num_classes)`: pixels in both bands, in the band of
            the label and in the band of the prediction.

    Raises:
        ValueError: if an argument is out of its range.
    """

    def __init__(
        self, num_classes: int, ratio: float = 0.02, ignore_label: int = 255
    ):
        if not 0 < ratio <= 1:
            raise ValueError(f"`ratio` must lie in 0..1. Received: {ratio}")
        super().__init__((3, num_classes), num_classes, ignore_label)
        self.ratio = ratio

    def _count(self, label, prediction, judged) -> None:
        width = band_width(label.shape, self.ratio)
        labeled = outline_band(label, width) & judged
        predicted = outline_band(prediction, width) & judged
        both = labeled & predicted & (label == prediction)
        for row, ids, where in (
            (0, label, both),
            (1, label, labeled),
            (2, prediction, predicted),
        ):
            self.counts[row] += np.bincount(
                ids[where], minlength=self.num_classes
            )

    @property
    def class_iou(self) -> np.ndarray:
        """Boundary IoU of each class, float64; NaN where it has no band."""
        both, labeled, predicted = self.counts
        return divide(both, labeled + predicted - both)

    @property
    def mean_iou(self) -> float:
        """Mean over the classes that have a band, or NaN."""
        values = self.class_iou
        present = ~np.isnan(values)
        return float(values[present].mean()) if present.any() else math.nan


def band_width(size: tuple[int, int], ratio: float = 0.02) -> int:
    """Width of the band in pixels, at least 1.

    Args:
        size: height and width of the image.
        ratio: width of the band in diagonals of the image.
    """
    return max(1, round(ratio * math.hypot(*size)))


def outline_band(label: np.ndarray, width: int) -> np.ndarray:
    """Pixels with another label, or the outside, at most `width` away.

    That is, for every label at once, what `width` erosions by 3 x 3 take from
    its mask.

    Args:
        label: integers `(height, width)` within int16.
        width: int >= 1, in rows or columns, the larger of both.

    Returns:
        bool array of the same shape.
    """
    padded = cv2.copyMakeBorder(
        label.astype(np.int16), *[1] * 4, cv2.BORDER_CONSTANT, value=OUTSIDE
    )
    square = np.ones((2 * width + 1, 2 * width + 1), np.uint8)
    band = cv2.erode(padded, square) != cv2.dilate(padded, square)
    return band[1:-1, 1:-1]
