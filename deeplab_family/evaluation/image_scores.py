"""ImageScores: what was counted in one image, and the scores of it alone."""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from deeplab_family.metrics import ClassCounts
from input_pipeline.atomic_files import write_atomic


@dataclass(frozen=True, eq=False, slots=True)
class ImageScores:
    """Counts of one image, as one row of many.

    A row takes 12 bytes a class, so 10,000 images of 150 classes are 18 MB.

    Args:
        name: of the image, as its data set calls it.
        counts: int32 `(3, num_classes)`, pixels of each class: right, labeled
            and, where judged, predicted.
        ignored_pixels: pixels that are not judged.
        measured: what else was measured, by name.
    """

    name: str
    counts: np.ndarray
    ignored_pixels: int = 0
    measured: Mapping[str, float] = field(default_factory=dict)

    @property
    def class_counts(self) -> ClassCounts:
        """The counts with all their scores, those of this image alone."""
        return ClassCounts(*self.counts.astype(np.int64))

    @property
    def mean_iou(self) -> float:
        """Mean IoU over the classes labeled or predicted in this image.

        The mean of all images' mean IoUs is not that of the data set: a class
        counts here as much with ten pixels as with ten thousand.
        """
        return float(self.class_counts.mean_iou)

    @property
    def pixel_accuracy(self) -> float:
        """Share of its judged pixels that are right; NaN without any."""
        return float(self.class_counts.pixel_accuracy)

    @property
    def judged_pixels(self) -> int:
        """Number of pixels with a class as label."""
        return int(self.counts[1].sum())


def stack_counts(rows: Sequence[ImageScores]) -> np.ndarray:
    """The counts of images, int32 `(images, 3, classes)`, to draw from."""
    return np.stack([row.counts for row in rows])


def write_image_scores(
    path: str | os.PathLike,
    rows: Sequence[ImageScores],
    class_names: Sequence[str],
) -> None:
    """Writes a line of CSV for each image, the whole file or nothing.

    Columns: image, mean IoU, mean Dice, pixel accuracy, judged and ignored
    pixels, what else was measured, and the IoU of each class, `iou: road`.
    What has no value is empty: a class neither labeled nor predicted there.

    Args:
        path: name of the file; an older one is replaced.
        rows: one for each image, in the order of the file.
        class_names: of the classes, in the order of their ids.

    Raises:
        OSError: if the file cannot be written; an older one is then intact.
    """
    measured = list(
        dict.fromkeys(name for row in rows for name in row.measured)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        [
            "image",
            "mean_iou",
            "mean_dice",
            "pixel_accuracy",
            "judged_pixels",
            "ignored_pixels",
            *measured,
            *(f"iou: {name}" for name in class_names),
        ]
    )
    for row in rows:
        counts = row.class_counts
        values = (counts.mean_iou, counts.mean_dice, counts.pixel_accuracy)
        others = (row.measured.get(name, np.nan) for name in measured)
        writer.writerow(
            [
                row.name,
                *map(_cell, values),
                row.judged_pixels,
                row.ignored_pixels,
                *map(_cell, others),
                *map(_cell, counts.class_iou),
            ]
        )
    write_atomic(path, text.getvalue())


def _cell(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.6f}"
