"""Accuracy of a TFLite file on the user's images, against float32."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deeplab_family.inference import Prediction, load_predictor
from export.proof.comparison import Comparison
from export.tolerances import Limit

# A file may answer with a class map alone; ids it never uses cost no score.
MOST_CLASSES = 255


@dataclass(frozen=True)
class Score:
    """Accuracy of a file against the float32 file's answers.

    Args:
        equal_pixels: share of pixels with the same class, 0 to 1.
        mean_iou: on the labels, 0 to 1; `None` without labels.
        mean_iou_drop: how far below the float32 file's, `None` without.
    """

    equal_pixels: float
    mean_iou: float | None = None
    mean_iou_drop: float | None = None

    def limit_usage(self, limit: Limit) -> float:
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
        self._baseline = self._compare(self._expected)

    @property
    def image(self) -> np.ndarray:
        """The first image, `(1, height, width, 3)`, to time files with."""
        return self._images[:1]

    def score(self, file: Path) -> Score:
        """Run a file on every image."""
        facts = self._compare(self._class_maps(file)).facts(self._baseline)
        return Score(
            facts["equal_pixels"],
            facts.get("mean_iou"),
            facts.get("mean_iou_drop"),
        )

    def _class_maps(self, file: Path) -> Iterator[Prediction]:
        predictor = load_predictor(file, num_threads=self._threads)
        for image in self._images:
            # The class map alone: probabilities are large, and not judged.
            yield Prediction(predictor.run(image[None]).class_map)

    def _compare(self, received: Iterable[Prediction]) -> Comparison:
        comparison = Comparison(MOST_CLASSES)
        for index, answer in enumerate(received):
            label = None
            if self._labels is not None:
                label = self._labels[index][None]
            comparison.add(self._expected[index], answer, label)
        return comparison


def _share(loss: float, allowed: float) -> float:
    if allowed > 0:
        return loss / allowed
    return 0.0 if loss <= 0 else float("inf")
