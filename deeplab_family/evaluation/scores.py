"""Scores of a model on a data set, from one confusion matrix; as JSON."""

import json
import math
import os
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from deeplab_family.console.tables import Table
from deeplab_family.evaluation.image_scores import ImageScores
from deeplab_family.evaluation.intervals import (
    Intervals,
    bootstrap_intervals,
)
from deeplab_family.evaluation.measure import Measure
from deeplab_family.evaluation.scores_table import MEANS, scores_table
from deeplab_family.metrics import ClassCounts, count_classes
from input_pipeline.atomic_files import write_atomic


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of one evaluation; all of them follow from one table of counts.

    Args:
        confusion: int64 array `(num_classes + 2, num_classes + 1)` as made by
            `deeplab_family.metrics.confusion`.
        class_names: names of the classes, in the order of their ids.
        images: int. How many images were judged.
        rows: one for each image, in the order of the data set; empty where
            nobody kept them. Intervals need them.
        measures: what else was measured of the same images.
    """

    confusion: np.ndarray
    class_names: tuple[str, ...]
    images: int
    rows: tuple[ImageScores, ...] = ()
    measures: tuple[Measure, ...] = ()

    @cached_property
    def class_counts(self) -> ClassCounts:
        """Pixels right, labeled and predicted, and all that follows."""
        return count_classes(self.confusion)

    @cached_property
    def class_iou(self) -> np.ndarray:
        """IoU of each class, `(num_classes,)`; NaN where it is absent."""
        return self.class_counts.class_iou

    @property
    def mean_iou(self) -> float:
        """Mean IoU over the classes that are labeled or predicted."""
        return float(self.class_counts.mean_iou)

    @property
    def frequency_weighted_iou(self) -> float:
        """Mean of the IoUs by how often each class is labeled."""
        return float(self.class_counts.frequency_weighted_iou)

    @property
    def mean_dice(self) -> float:
        """Mean Dice, or F1, over the classes labeled or predicted."""
        return float(self.class_counts.mean_dice)

    @property
    def mean_accuracy(self) -> float:
        """Mean recall over the classes that are labeled."""
        return float(self.class_counts.mean_accuracy)

    @property
    def pixel_accuracy(self) -> float:
        """Share of judged pixels that are right."""
        return float(self.class_counts.pixel_accuracy)

    @cached_property
    def intervals(self) -> Intervals | None:
        """95 % intervals over images; None without rows of two or more."""
        return bootstrap_intervals(self.rows)

    @property
    def judged_pixels(self) -> int:
        """Number of pixels with a class as label."""
        return int(self.confusion[:-2].sum())

    @property
    def ignored_pixels(self) -> int:
        """Number of pixels that are labeled to be ignored."""
        return int(self.confusion[-2].sum())

    def table(self) -> Table:
        """The scores as a table, for a terminal or a page."""
        return scores_table(
            self.class_counts, self.intervals, self.class_names, self.images
        )

    def to_json(self) -> str:
        """The scores as JSON text; what has no value (NaN) becomes null.

        `confusion[i][j]` counts the pixels labeled `i` and predicted `j`, in
        the order of `classes`. `intervals`, low and high of 95 %, are there
        where rows of images are.
        """
        content = {
            name: _json_number(getattr(self, name)) for name in MEANS.values()
        }
        content |= {
            "images": self.images,
            "judged_pixels": self.judged_pixels,
            "ignored_pixels": self.ignored_pixels,
            "classes": self._json_classes(),
            "confusion": self.confusion[:-2, :-1].tolist(),
        }
        if self.intervals is not None:
            content["intervals"] = {
                name: _json_numbers(getattr(self.intervals, name))
                for name in MEANS.values()
            }
        for measure in self.measures:
            if facts := measure.facts():
                content[measure.name] = facts
        return json.dumps(content, indent=2) + "\n"

    def _json_classes(self) -> list[dict]:
        counts = self.class_counts
        columns = {
            "iou": counts.class_iou,
            "dice": counts.class_dice,
            "precision": counts.class_precision,
            "recall": counts.class_recall,
        }
        entries = [
            {"name": name}
            | {key: _json_number(column[i]) for key, column in columns.items()}
            for i, name in enumerate(self.class_names)
        ]
        if self.intervals is not None:
            for entry, bounds in zip(
                entries, self.intervals.class_iou.T, strict=True
            ):
                entry["iou_interval"] = _json_numbers(bounds)
        return entries


def _json_number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)


def _json_numbers(values: np.ndarray) -> list[float | None]:
    return [_json_number(value) for value in values]


def write_scores(path: str | os.PathLike, scores: Scores) -> None:
    """Writes `scores` to the file `path`, whole or not at all.

    Missing folders on the way are made; an older file is replaced.

    Args:
        path: name of the JSON file.
        scores: what to write.

    Raises:
        OSError: if the file cannot be written; an older one is then intact.
    """
    write_atomic(path, scores.to_json())
