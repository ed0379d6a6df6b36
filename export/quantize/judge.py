"""How much of its accuracy a TFLite file keeps, on the user's images."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deeplab_family.inference import load_predictor
from deeplab_family.metrics import MeanIoU
from export.limits import Limit

# A file may answer with a class map alone; ids it never uses cost no score.
MOST_CLASSES = 255


@dataclass(frozen=True)
class Score:
    """What a file keeps of the float32 file's answers.

    Args:
        equal_pixels: share of pixels with the same class, 0 to 1.
        mean_iou: on the labels, 0 to 1; `None` without labels.
        mean_iou_drop: how far below the float32 file's, `None` without.
    """

    equal_pixels: float
    mean_iou: float | None = None
    mean_iou_drop: float | None = None

    def strain(self, limit: Limit) -> float:
        """The most strained part of a limit: up to 1 it holds."""
        parts = [_share(1 - self.equal_pixels, 1 - limit.equal_pixels)]
        if self.mean_iou_drop is not None:
            parts.append(_share(self.mean_iou_drop, limit.mean_iou_drop))
        return float(np.max(parts))


class Judge:
    """Scores files against the float32 file they were made from.

    Args:
        float32_file: the TFLite file to compare with.
        images: uint8 RGB array `(n, height, width, 3)`.
        labels: class ids `(n, height, width)`, 255 is ignored; or `None`.
        num_threads: CPU threads of the files, at least 1.
    """

    def __init__(
        self,
        float32_file: Path,
        images: np.ndarray,
        labels: np.ndarray | None = None,
        num_threads: int = 2,
    ):
        self._images, self._labels = images, labels
        self._threads = num_threads
        self._expected = list(self._class_maps(float32_file))
        self._baseline = self._mean_iou(self._expected)

    @property
    def image(self) -> np.ndarray:
        """The first image, `(1, height, width, 3)`, to time files with."""
        return self._images[:1]

    def score(self, file: Path) -> Score:
        """Run a file on every image."""
        received = list(self._class_maps(file))
        pairs = zip(received, self._expected, strict=True)
        equal = float(np.mean([np.mean(a == b) for a, b in pairs]))
        if self._labels is None:
            return Score(equal)
        mean_iou = self._mean_iou(received)
        return Score(equal, mean_iou, self._baseline - mean_iou)

    def _class_maps(self, file: Path) -> Iterator[np.ndarray]:
        predictor = load_predictor(file, num_threads=self._threads)
        for image in self._images:
            yield predictor.run(image[None]).class_map

    def _mean_iou(self, class_maps) -> float | None:
        if self._labels is None:
            return None
        metric = MeanIoU(MOST_CLASSES)
        for label, class_map in zip(self._labels, class_maps, strict=True):
            metric.update_state(label[None], class_map)
        return float(metric.result())


def _share(loss: float, allowed: float) -> float:
    if allowed > 0:
        return loss / allowed
    return 0.0 if loss <= 0 else float("inf")
