"""Counts, image after image, how two predictors differ."""

import numpy as np

from deeplab_family.inference import Prediction
from deeplab_family.metrics import confusion_matrix
from export.proof.iou import class_iou, mean_iou


class Comparison:
    """How the answers of an artifact differ from those of the Keras model.

    Args:
        num_classes: of the model, for the mean IoU.
    """

    def __init__(self, num_classes: int):
        self._classes = num_classes
        self._largest: float | None = None
        self._sum, self._numbers = 0.0, 0
        self._counts: list[tuple[int, int]] = []
        self._confusions: list[np.ndarray] = []

    def add(
        self,
        expected: Prediction,
        received: Prediction,
        labels: np.ndarray | None = None,
    ) -> None:
        """Count one batch.

        Args:
            expected: what the Keras model answered.
            received: what the artifact answered.
            labels: class ids `(batch, height, width)`, 255 is ignored.
        """
        if received.probabilities is not None:
            self._add_difference(expected, received)
        equal = expected.class_map == received.class_map
        self._counts.append((int(equal.sum()), equal.size))
        if labels is not None:
            counts = confusion_matrix(labels, received.class_map, self._classes)
            self._confusions.append(np.asarray(counts, np.int64))

    def _add_difference(self, expected, received) -> None:
        difference = np.abs(expected.probabilities - received.probabilities)
        # Unlike max(), np.maximum lets a NaN through, and NaN must not pass.
        largest = np.maximum(self._largest or 0.0, difference.max())
        self._largest = float(largest)
        self._sum += float(difference.sum(dtype=np.float64))
        self._numbers += difference.size

    @property
    def confusions(self) -> np.ndarray | None:
        """int64 `(batches, classes + 2, classes + 1)`; None without labels."""
        return np.stack(self._confusions) if self._confusions else None

    @property
    def changed_shares(self) -> list[float]:
        """Share of the pixels of each batch that have another class."""
        return [1 - equal / pixels for equal, pixels in self._counts]

    def facts(self, baseline: "Comparison") -> dict:
        """What was counted, in the words of `Artifact`.

        Args:
            baseline: the Keras model compared with itself.
        """
        mean = None if not self._numbers else self._sum / self._numbers
        equal, pixels = np.sum(self._counts, axis=0)
        facts = {
            "largest_difference": self._largest,
            "mean_difference": mean,
            "equal_pixels": float(equal / pixels),
        }
        if self.confusions is None:
            return facts
        return facts | _iou_facts(self.confusions, baseline.confusions)


def _iou_facts(received: np.ndarray, expected: np.ndarray) -> dict:
    before, after = expected.sum(axis=0), received.sum(axis=0)
    drops = class_iou(before) - class_iou(after)
    return {
        "mean_iou": float(mean_iou(after)),
        "mean_iou_drop": float(mean_iou(before) - mean_iou(after)),
        "class_iou_drop": known(drops),
    }


def known(values: np.ndarray) -> tuple[float | None, ...]:
    """Floats, with `None` for what is not a number."""
    return tuple(None if np.isnan(v) else float(v) for v in values)
