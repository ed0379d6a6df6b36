"""Class counts: pixels right, labeled and predicted, and all their scores.

IoU, Dice, precision, recall and their means need no more of a confusion matrix
than three numbers a class. They add up over images like the matrix itself, so
single images can be kept, drawn again and summed at 12 bytes a class.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """Pixels of each class, whatever else the leading axes are.

    Every score is float64 in 0..1, or NaN where nothing is there to divide
    by. Means are over the classes that have a value.

    Args:
        hits: integers `(..., num_classes)`, pixels labeled and predicted so.
        labeled: likewise, pixels that are labeled so.
        predicted: likewise, judged pixels that are predicted so.
    """

    hits: np.ndarray
    labeled: np.ndarray
    predicted: np.ndarray

    @property
    def stacked(self) -> np.ndarray:
        """All three in one array `(..., 3, num_classes)`, in that order."""
        return np.stack([self.hits, self.labeled, self.predicted], axis=-2)

    @property
    def class_iou(self) -> np.ndarray:
        """Intersection over union (Jaccard index): `(..., num_classes)`.

        NaN where a class is neither labeled nor predicted.
        """
        return _ratio(self.hits, self.labeled + self.predicted - self.hits)

    @property
    def class_dice(self) -> np.ndarray:
        """Dice coefficient, which is the F1 score: `(..., num_classes)`.

        `2 hits / (labeled + predicted)`, the harmonic mean of precision and
        recall; NaN where a class is neither labeled nor predicted.
        """
        return _ratio(2 * self.hits, self.labeled + self.predicted)

    @property
    def class_precision(self) -> np.ndarray:
        """Share right of what is predicted: `(..., num_classes)`."""
        return _ratio(self.hits, self.predicted)

    @property
    def class_recall(self) -> np.ndarray:
        """Share found of what is labeled, the accuracy of the class."""
        return _ratio(self.hits, self.labeled)

    @property
    def mean_iou(self) -> np.ndarray:
        """Mean IoU over the classes that are labeled or predicted."""
        return _mean(self.class_iou)

    @property
    def mean_dice(self) -> np.ndarray:
        """Mean Dice over the classes that are labeled or predicted."""
        return _mean(self.class_dice)

    @property
    def mean_precision(self) -> np.ndarray:
        """Mean precision over the classes that are predicted."""
        return _mean(self.class_precision)

    @property
    def mean_accuracy(self) -> np.ndarray:
        """Mean recall over the classes that are labeled.

        "Mean accuracy" of Long et al., arXiv:1411.4038, section 5.
        """
        return _mean(self.class_recall)

    @property
    def pixel_accuracy(self) -> np.ndarray:
        """Share of judged pixels that are right."""
        return _ratio(self.hits.sum(axis=-1), self.labeled.sum(axis=-1))

    @property
    def frequency_weighted_iou(self) -> np.ndarray:
        """Mean of the IoUs by how often each class is labeled.

        "Frequency weighted IU" of Long et al., arXiv:1411.4038, section 5.
        """
        # A class without a label weighs nothing, whatever its IoU.
        parts = np.nan_to_num(self.class_iou) * self.labeled
        return _ratio(parts.sum(axis=-1), self.labeled.sum(axis=-1))


def count_classes(confusion: np.ndarray) -> ClassCounts:
    """The counts of a confusion matrix; ignored pixels count for nobody.

    Args:
        confusion: integers `(..., num_classes + 2, num_classes + 1)` as made
            by `confusion_matrix`.
    """
    judged = np.asarray(confusion)[..., :-2, :]
    square = judged[..., :-1]
    return ClassCounts(
        hits=np.diagonal(square, axis1=-2, axis2=-1),
        labeled=judged.sum(axis=-1),
        predicted=square.sum(axis=-2),
    )


def _ratio(parts, whole) -> np.ndarray:
    parts, whole = np.asarray(parts, float), np.asarray(whole, float)
    none = np.full(whole.shape, np.nan)
    return np.divide(parts, whole, out=none, where=whole > 0)


def _mean(values: np.ndarray) -> np.ndarray:
    """Mean over the last axis of what is not NaN; NaN where all are."""
    present = ~np.isnan(values)
    return _ratio(np.nansum(values, axis=-1), present.sum(axis=-1))
