"""Table of scores: a row for each class, the means below, intervals."""

import math
from collections.abc import Sequence

import numpy as np

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation.intervals import Intervals
from deeplab_family.metrics import ClassCounts
from input_pipeline.counted_nouns import counted_noun

INTERVAL = "95 %"
COLUMNS = ("IoU", INTERVAL, "Dice", "precision", "recall", "share of pixels")
MEANS = {
    "mean IoU": "mean_iou",
    "frequency weighted IoU": "frequency_weighted_iou",
    "mean Dice": "mean_dice",
    "class accuracy": "mean_accuracy",
    "pixel accuracy": "pixel_accuracy",
}
LEAST_ASKED = ("precision", "recall", "share of pixels", "Dice", INTERVAL)


def scores_table(
    counts: ClassCounts,
    intervals: Intervals | None,
    class_names: Sequence[str],
    images: int,
) -> Table:
    """Scores as a table, for a terminal or a page.

    Args:
        counts: of all images, `(num_classes,)` each.
        intervals: of the same; without them there is no such column.
        class_names: in the order of the ids.
        images: how many were judged.
    """
    columns = [name for name in COLUMNS if intervals or name != INTERVAL]
    rows = [*_class_rows(counts, intervals, class_names)]
    foot = [*_mean_rows(counts, intervals)]
    return Table(
        title=f"Scores on {counted_noun(images, 'image')}",
        columns=words("class") + numbers(*columns),
        rows=tuple(_cells(row, columns) for row in rows),
        foot=tuple(_cells(row, columns) for row in foot),
        caption=(
            "95 %: confidence interval of the number before it, over images"
            if intervals
            else ""
        ),
        least_asked=LEAST_ASKED,
    )


def _class_rows(counts, intervals, class_names):
    shares = counts.labeled / max(1, counts.labeled.sum())
    for i, name in enumerate(class_names):
        yield {
            "class": name,
            "IoU": _text(counts.class_iou[i]),
            INTERVAL: _bounds(intervals and intervals.class_iou[:, i]),
            "Dice": _text(counts.class_dice[i], ""),
            "precision": _text(counts.class_precision[i], ""),
            "recall": _text(counts.class_recall[i], ""),
            "share of pixels": f"{shares[i]:.2%}",
        }


def _mean_rows(counts, intervals):
    for title, name in MEANS.items():
        yield {
            "class": title,
            "IoU": _text(getattr(counts, name)),
            INTERVAL: _bounds(intervals and getattr(intervals, name)),
        }


def _cells(row: dict, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in ("class", *columns))


def _text(value: float, none: str = "absent") -> str:
    return none if math.isnan(value) else f"{value:.4f}"


def _bounds(bounds: np.ndarray | None) -> str:
    if bounds is None or np.isnan(bounds).any():
        return ""
    return f"[{bounds[0]:.3f}, {bounds[1]:.3f}]"
