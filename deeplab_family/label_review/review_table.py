"""Lists of a review as CSV files."""

import csv
import io
import os
from collections.abc import Sequence

from deeplab_family.label_review.review import DoubtedLabel, NextImage
from input_pipeline import DatasetSpec
from input_pipeline.atomic_files import write_atomic

DOUBTED = (
    *("rank", "image", "label", "share", "labeled", "predicted"),
    *("confidence", "top", "left", "height", "width"),
)
NEXT = ("rank", "image", "uncertainty", "next")


def write_doubted(
    path: str | os.PathLike, doubted: Sequence[DoubtedLabel], spec: DatasetSpec
) -> None:
    """Writes a line for each doubted label, whole or not at all."""
    rows = []
    for rank, one in enumerate(doubted, start=1):
        doubt = one.doubt
        classes = (doubt.labeled, doubt.predicted)
        rows.append(
            (
                *(rank, one.sample.name, one.sample.label_name),
                f"{doubt.share:.6f}",
                *(spec.class_names[class_id] for class_id in classes),
                f"{doubt.confidence:.4f}",
                *doubt.box,
            )
        )
    _write(path, DOUBTED, rows)


def write_next(path: str | os.PathLike, images: Sequence[NextImage]) -> None:
    """Writes a line for each image to label, whole or not at all."""
    rows = [
        (rank, one.sample.name, f"{one.uncertainty:.6f}", int(one.is_next))
        for rank, one in enumerate(images, start=1)
    ]
    _write(path, NEXT, rows)


def _write(path, header, rows) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *rows])
    write_atomic(path, text.getvalue())
