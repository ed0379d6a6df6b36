"""Scores of a model on a data set: mIoU, per-class IoU, as table and JSON."""

import json
import math
import os
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.metrics import (
    class_iou,
    mean_over_present,
    pixel_accuracy,
)
from input_pipeline.atomic_files import write_atomic


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of one evaluation; all of them follow from one table of counts.

    Args:
        confusion: int64 array `(num_classes + 2, num_classes + 1)` as made by
            `deeplab_family.metrics.confusion`.
        class_names: names of the classes, in the order of their ids.
        images: int. How many images were judged.
    """

    confusion: np.ndarray
    class_names: tuple[str, ...]
    images: int

    @cached_property
    def class_iou(self) -> np.ndarray:
        """IoU of each class, `(num_classes,)`; NaN where it is absent."""
        return np.asarray(class_iou(self.confusion))

    @cached_property
    def mean_iou(self) -> float:
        """Mean IoU over the classes that are labeled or predicted."""
        return float(mean_over_present(self.class_iou))

    @cached_property
    def pixel_accuracy(self) -> float:
        """Share of judged pixels that are right."""
        return float(pixel_accuracy(self.confusion))

    @property
    def judged_pixels(self) -> int:
        """How many pixels have a class as label."""
        return int(self.confusion[:-2].sum())

    @property
    def ignored_pixels(self) -> int:
        """How many pixels are labeled to be ignored."""
        return int(self.confusion[-2].sum())

    def table(self) -> Table:
        """The scores as a table, for a terminal or a page."""
        labeled = self.confusion[:-2].sum(axis=1)
        shares = labeled / max(1, self.judged_pixels)
        rows = zip(self.class_names, self.class_iou, shares, strict=True)
        return Table(
            title=f"Scores on {self.images} images",
            columns=words("class") + numbers("IoU", "share of pixels"),
            rows=tuple(
                (name, _text(iou), f"{share:.2%}") for name, iou, share in rows
            ),
            foot=(
                ("mean IoU", _text(self.mean_iou), ""),
                ("pixel accuracy", _text(self.pixel_accuracy), ""),
            ),
            least_asked=("share of pixels",),
        )

    def to_json(self) -> str:
        """The scores as JSON text; what has no value (NaN) becomes null.

        `confusion[i][j]` counts the pixels labeled `i` and predicted `j`, in
        the order of `classes`.
        """
        classes = zip(self.class_names, self.class_iou, strict=True)
        content = {
            "mean_iou": _json_number(self.mean_iou),
            "pixel_accuracy": _json_number(self.pixel_accuracy),
            "images": self.images,
            "judged_pixels": self.judged_pixels,
            "ignored_pixels": self.ignored_pixels,
            "classes": [
                {"name": name, "iou": _json_number(iou)}
                for name, iou in classes
            ],
            "confusion": self.confusion[:-2, :-1].tolist(),
        }
        return json.dumps(content, indent=2) + "\n"


def _text(value: float) -> str:
    return "absent" if math.isnan(value) else f"{value:.4f}"


def _json_number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)


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
