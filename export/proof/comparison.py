"""Counts, image after image, how two predictors differ."""

from dataclasses import dataclass

import numpy as np

from deeplab_family.inference import Prediction
from deeplab_family.metrics import (
    class_iou,
    confusion_matrix,
    mean_over_present,
)

KEPT = 3


@dataclass(frozen=True, eq=False)
class Changed:
    """Changed image and both answers to it.

    Args:
        image: its number.
        share: of the pixels that have another class, 0 to 1.
        before: uint8 `(height, width)`, the Keras model's class map.
        after: the artifact's.
    """

    image: int
    share: float
    before: np.ndarray
    after: np.ndarray


class Comparison:
    """Comparison of an artifact's answers with the Keras model's.

    Args:
        num_classes: of the model, for the mean IoU.

    Attributes:
        seconds: how long the artifact took, set by who runs it.
    """

    def __init__(self, num_classes: int):
        self.num_classes = num_classes
        self.seconds = 0.0
        self._largest: float | None = None
        self._sum, self._numbers = 0.0, 0
        self._counts: list[tuple[int, int]] = []
        self._confusions: list[np.ndarray] = []
        self._images: list[int] = []
        self._worst: list[Changed] = []

    def add(
        self,
        expected: Prediction,
        received: Prediction,
        labels: np.ndarray | None = None,
        image: int | None = None,
    ) -> None:
        """Count one batch.

        Args:
            expected: what the Keras model answered.
            received: what the artifact answered.
            labels: class ids `(batch, height, width)`, 255 is ignored.
            image: its number among all; by default so many came before.
        """
        number = len(self._images) if image is None else image
        self._images.append(number)
        if received.probabilities is not None:
            self._add_difference(expected, received)
        equal = expected.class_map == received.class_map
        self._counts.append((int(equal.sum()), equal.size))
        self._remember(number, 1 - float(equal.mean()), expected, received)
        if labels is not None:
            counts = confusion_matrix(
                labels, received.class_map, self.num_classes
            )
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

    def _remember(self, image, share, expected, received) -> None:
        """Keep the answers to a few images, so that none runs twice."""
        maps = expected.class_map[0], received.class_map[0]
        self._worst.append(Changed(image, share, *maps))
        self._worst.sort(key=lambda one: (-one.share, one.image))
        del self._worst[KEPT:]

    @property
    def worst(self) -> list["Changed"]:
        """The images with the most pixels that have another class."""
        return list(self._worst)

    @property
    def images(self) -> list[int]:
        """The numbers of the images that were counted."""
        return list(self._images)

    def facts(self, baseline: "Comparison") -> dict:
        """Counted facts, in the words of `Artifact`.

        Args:
            baseline: the Keras model compared with itself, on all images.
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
        expected = baseline.confusions[self._images]
        return facts | _iou_facts(self.confusions, expected)


def pixel_agreement(expected: np.ndarray, received: np.ndarray) -> float:
    """Share of pixels with the same class in two class maps, 0 to 1."""
    return float(np.mean(expected == received))


def scores_of(confusions: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean IoU, and the IoU of each class, NaN where it is absent.

    Args:
        confusions: int64 `(images, classes + 2, classes + 1)`.
    """
    each = class_iou(confusions.sum(axis=0))
    return float(mean_over_present(each)), np.asarray(each)


def _iou_facts(received: np.ndarray, expected: np.ndarray) -> dict:
    (before, each_before), (after, each) = map(scores_of, (expected, received))
    return {
        "mean_iou": after,
        "mean_iou_drop": before - after,
        "class_iou_drop": known(each_before - each),
    }


def known(values: np.ndarray) -> tuple[float | None, ...]:
    """Floats, with `None` for what is not a number."""
    return tuple(None if np.isnan(v) else float(v) for v in values)
