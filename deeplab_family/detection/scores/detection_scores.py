"""Detection scores: all measures of a detector on a split, class by class."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.detection.scores.coco_average_precision import (
    COCOAveragePrecision,
)
from deeplab_family.detection.scores.detections import Detections
from deeplab_family.detection.scores.voc_average_precision import (
    VOCAveragePrecision,
)
from input_pipeline.detection import DetectionImage

HEADINGS = {
    "box_ap": "AP box",
    "box_ap50": "AP50 box",
    "mask_ap": "AP mask",
    "mask_ap50": "AP50 mask",
    "voc07_map": "VOC07",
    "voc_map": "VOC",
}


@dataclass(frozen=True, eq=False)
class DetectionScores:
    """Scores of a detector.

    Attributes:
        class_names: in the order of the ids.
        images: how many were judged.
        objects: to be found, of each class.
        summary: `box_ap`, `box_ap50`, ... of COCO, `mask_ap`, ... where masks
            were judged, `voc07_map` of eleven points and `voc_map` of the
            area at IoU 0.5; 0..1, NaN where nothing was to be found.
        by_class: of each class, by the names of `HEADINGS`.
    """

    class_names: tuple[str, ...]
    images: int
    objects: np.ndarray
    summary: dict[str, float]
    by_class: dict[str, np.ndarray]

    def to_json(self) -> dict:
        """Content for a JSON file; null for what cannot be judged."""
        return {
            "images": self.images,
            **{name: _or_none(value) for name, value in self.summary.items()},
            "classes": [
                {
                    "name": name,
                    "objects": int(self.objects[place]),
                    **{
                        key: _or_none(values[place])
                        for key, values in self.by_class.items()
                    },
                }
                for place, name in enumerate(self.class_names)
            ],
        }

    def table(self) -> Table:
        """A row for each class, in percent, and one for the means."""
        keys = [key for key in HEADINGS if key in self.by_class]
        rows = [
            (
                name,
                f"{self.objects[place]:,}",
                *(_percent(self.by_class[key][place]) for key in keys),
            )
            for place, name in enumerate(self.class_names)
        ]
        means = [_percent(self.summary[key]) for key in keys]
        return Table(
            columns=(
                *words("class"),
                *numbers("objects", *(HEADINGS[key] for key in keys)),
            ),
            rows=tuple(rows),
            foot=(("mean", f"{self.objects.sum():,}", *means),),
            caption="percent; AP: the mean over IoU 0.50 to 0.95; VOC07 and "
            "VOC: at IoU 0.5, of 11 points and of the area",
        )


class DetectionScorer:
    """Takes the detections of one image after the other.

    Args:
        class_names: in the order of the ids.
        masks: score masks, too.
        coco: count COCO's scores, for which pycocotools is needed.

    Raises:
        ImportError: if it is needed and not installed.
    """

    def __init__(
        self, class_names: Sequence[str], masks: bool = False, coco: bool = True
    ):
        self.class_names = tuple(class_names)
        count = len(self.class_names)
        self._voc = VOCAveragePrecision(count)
        self._coco = COCOAveragePrecision(count, masks) if coco else None
        self._kinds = {"box": "bbox"} | ({"mask": "segm"} if masks else {})
        self._images = 0

    def add(self, image: DetectionImage, detections: Detections) -> None:
        """Judges what was found in a photograph."""
        self._images += 1
        self._voc.add(image, detections)
        if self._coco:
            self._coco.add(image, detections)

    def scores(self) -> DetectionScores:
        """Counts all that was added."""
        summary, by_class = {}, {}
        for kind, name in self._kinds.items() if self._coco else ():
            counted = self._coco.numbers(name)
            summary |= {f"{kind}_{k}": v for k, v in counted.summary.items()}
            by_class[f"{kind}_ap"] = counted.class_ap
            by_class[f"{kind}_ap50"] = counted.class_ap50
        for key, points in (("voc07_map", 11), ("voc_map", None)):
            by_class[key] = self._voc.average_precision(points)
            summary[key] = _mean(by_class[key])
        return DetectionScores(
            self.class_names,
            self._images,
            self._voc.objects,
            summary,
            by_class,
        )


def _mean(values: np.ndarray) -> float:
    with warnings.catch_warnings():  # a mean of nothing is meant to be NaN
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(np.nanmean(values))


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.1f}"
