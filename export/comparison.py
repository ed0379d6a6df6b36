"""Counts, image after image, how two predictors differ."""

import numpy as np

from deeplab_family.inference import Prediction
from deeplab_family.metrics import MeanIoU


class Comparison:
    """How the answers of an artifact differ from those of the Keras model.

    Args:
        num_classes: of the model, for the mean IoU.
    """

    def __init__(self, num_classes: int):
        self.largest_difference = 0.0
        self.mean_iou = None
        self._metric = MeanIoU(num_classes)
        self._sum, self._numbers = 0.0, 0
        self._equal, self._pixels = 0, 0

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
        difference = np.abs(expected.probabilities - received.probabilities)
        # Unlike max(), np.maximum lets a NaN through, and NaN must not pass.
        largest = np.maximum(self.largest_difference, difference.max())
        self.largest_difference = float(largest)
        self._sum += float(difference.sum(dtype=np.float64))
        self._numbers += difference.size
        equal = expected.class_map == received.class_map
        self._equal += int(equal.sum())
        self._pixels += equal.size
        if labels is not None:
            self._metric.update_state(labels, received.class_map)
            # The result of the last call stands; it covers all of them.
            self.mean_iou = float(self._metric.result())

    def facts(self, baseline: float | None) -> dict[str, float | None]:
        """What was counted, in the words of `Artifact`.

        Args:
            baseline: mean IoU of the Keras model, `None` without labels.
        """
        drop = None if baseline is None else baseline - self.mean_iou
        return {
            "largest_difference": self.largest_difference,
            "mean_difference": self._sum / self._numbers,
            "equal_pixels": self._equal / self._pixels,
            "mean_iou": self.mean_iou,
            "mean_iou_drop": drop,
        }
