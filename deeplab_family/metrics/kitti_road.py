"""KITTI road measures: MaxF and 11-point average precision.

Source: Fritsch, Kühnl and Geiger, "A New Performance Measure and Evaluation
Benchmark for Road Detection Algorithms", ITSC 2013, section IV, with the
thresholds and the pooling of the benchmark's development kit.
"""

import dataclasses

import numpy as np

from deeplab_family.metrics.counted_measure import CountedMeasure, divide
from deeplab_family.metrics.label_pair import check_pair

LEVELS = 255
RECALLS = np.arange(11) / 10


@dataclasses.dataclass(frozen=True)
class RoadScores:
    """Scores at the threshold of the best F1, and the average precision.

    Attributes:
        max_f: MaxF, F1 at that threshold.
        average_precision: AP, mean over the recalls 0, 0.1, ..., 1 of the best
            precision at this recall or more.
        precision: PRE, of the pixels called road.
        recall: REC, of the road.
        false_positive_rate: FPR, share of what is no road.
        false_negative_rate: FNR, 1 - recall.
        threshold: scores from it on are road.
    """

    max_f: float
    average_precision: float
    precision: float
    recall: float
    false_positive_rate: float
    false_negative_rate: float
    threshold: float


class KITTIRoad(CountedMeasure):
    """Histograms of the scores of road and of what is none.

    A pixel is road at threshold i / 255, for i of 0..255, if its score is at
    least that. Counts are pooled over all images before anything is divided:
    one measure for each kind of road (um, umm, uu), merged for "urban".

    The benchmark ranks in the bird's-eye view: warp label and score with
    `BirdsEyeView` first.

    Args:
        road: int, class id of the road; other classes are no road.
        ignore_label: int, label of pixels that are not judged.

    Attributes:
        counts: int64 `(2, 256)`: road and the rest, by the largest i that the
            score reaches.
    """

    def __init__(self, road: int = 1, ignore_label: int = 255):
        super().__init__((2, LEVELS + 1))
        self.road = road
        self.ignore_label = ignore_label

    def update(self, label, score) -> None:
        """Counts one image.

        Args:
            label: class ids, integers `(height, width)`.
            score: of the road: floats of 0..1, or uint8 of 0..255, as in the
                benchmark's files, of the same shape.

        Raises:
            ValueError: if shapes do not fit or a score is out of its range.
        """
        label, score = check_pair(label, score, "score")
        judged = label != self.ignore_label
        levels = _levels(score[judged])
        is_road = label[judged] == self.road
        every = np.bincount(levels, minlength=LEVELS + 1)
        road = np.bincount(levels[is_road], minlength=LEVELS + 1)
        self.counts += [road, every - road]

    @property
    def precision_recall(self) -> tuple[np.ndarray, np.ndarray]:
        """Precision and recall at the thresholds i / 255, float64 `(256,)`.

        NaN where nothing is called road, or none is labeled.
        """
        right, wrong = self._called_road
        return divide(right, right + wrong), divide(right, self.counts[0].sum())

    @property
    def scores(self) -> RoadScores:
        """All scores, NaN where no road was labeled.

        Of equal F1 the lowest threshold counts.
        """
        right, wrong = self._called_road
        road, rest = self.counts.sum(axis=1)
        if not road:
            return RoadScores(*[float("nan")] * 7)
        precision, recall = self.precision_recall
        f1 = 2 * right / (right + wrong + road)
        best = int(f1.argmax())
        useful = recall > 0
        ap = [precision[useful & (recall >= r)].max() for r in RECALLS]
        return RoadScores(
            max_f=float(f1[best]),
            average_precision=float(np.mean(ap)),
            precision=float(precision[best]),
            recall=float(recall[best]),
            false_positive_rate=float(divide(wrong[best], rest)),
            false_negative_rate=1 - float(recall[best]),
            threshold=best / LEVELS,
        )

    @property
    def _called_road(self):
        """Right and wrong pixels at each threshold, int64 `(2, 256)`."""
        return self.counts[:, ::-1].cumsum(axis=1)[:, ::-1]


def _levels(scores):
    """Index of the highest threshold that each score reaches."""
    if scores.dtype == np.uint8:
        return scores
    if not np.issubdtype(scores.dtype, np.floating):
        raise ValueError(
            "`score` must be floats of 0..1 or uint8 of 0..255. "
            f"Received: {scores.dtype}"
        )
    if scores.size and not (scores.min() >= 0 and scores.max() <= 1):
        raise ValueError(
            "`score` must lie in 0..1. "
            f"Received: {scores.min()} to {scores.max()}"
        )
    # Exact: the nearest float to k / 255, times 255, is k, and the next one
    # below it is less, in every float type.
    return (scores * LEVELS).astype(np.uint8)
