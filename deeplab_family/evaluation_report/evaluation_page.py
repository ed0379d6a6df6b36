"""Evaluation page: the scores of one model as HTML that needs nothing else."""

import math
from collections.abc import Sequence

import numpy as np

from deeplab_family.console.tables import Table
from deeplab_family.evaluation import Scores
from deeplab_family.evaluation.scores_table import MEANS
from deeplab_family.evaluation_report.confusions import (
    square_counts,
    top_confusions,
)
from deeplab_family.evaluation_report.example_images import ExampleImages
from deeplab_family.evaluation_report.measure_charts import (
    curves,
    measured,
    size_bars,
)
from deeplab_family.pages.bars import Bar, bar_list
from deeplab_family.pages.heat_map import NUMBERED, confusion_map
from deeplab_family.pages.page_templates import render
from input_pipeline.datasets.spec import DatasetSpec

PACKAGE = "deeplab_family.evaluation_report"
Facts = Sequence[tuple[str, str]]


def evaluation_html(
    title: str,
    facts: Facts,
    scores: Scores,
    spec: DatasetSpec,
    examples: ExampleImages,
) -> str:
    """The page as text; equal arguments give equal bytes.

    Args:
        title: name of the model.
        facts: pairs of a name and words: data, split, how images were asked.
        scores: with rows of the images; reliability, object sizes and other
            measures are shown where they are among its `measures`.
        spec: names and colors of the classes.
        examples: filled by the same evaluation.
    """
    page = render(
        "evaluation.html",
        PACKAGE,
        title=title,
        facts=facts,
        scores=scores,
        tiles=score_tiles(scores),
        classes=_class_bars(scores, spec),
        legend=list(zip(spec.class_names, spec.palette, strict=True)),
        example_groups=[
            ("The worst images", examples.worst),
            ("The best images", examples.best),
        ],
        heat_map=confusion_map(square_counts(scores), scores.class_names),
        numbered=len(scores.class_names) <= NUMBERED,
        confusions=top_confusions(scores),
        curves=curves([("", scores)]),
        sizes=size_bars([("", scores)]),
        tables=titled_tables(scores),
    )
    return str(page)


def score_tiles(scores: Scores) -> list[tuple[str, str, str]]:
    """Name, value and interval of the scores over all classes."""
    tiles = []
    for name, attribute in MEANS.items():
        value = getattr(scores, attribute)
        bounds = scores.intervals and getattr(scores.intervals, attribute)
        tiles.append((name, score_text(value), interval_text(bounds)))
    calibration = measured(scores, "calibration")
    if calibration is not None:
        error = calibration.counts.expected_error
        tiles.append(("calibration error", score_text(error), "ECE"))
    boundary = measured(scores, "boundary")
    if boundary is not None:
        tiles.append(("boundary IoU", score_text(boundary.iou.mean_iou), ""))
    return tiles


def score_text(value: float, none: str = "absent") -> str:
    """A score of 0..1, or words for none."""
    return none if math.isnan(value) else f"{value:.4f}"


def interval_text(bounds: np.ndarray | None) -> str:
    """A 95 % interval in words; "" for none."""
    if bounds is None or np.isnan(bounds).any():
        return ""
    return f"95 %: {bounds[0]:.3f} to {bounds[1]:.3f}"


def bounds_of(scores: Scores, place: int) -> tuple[float, float] | None:
    """The interval of the IoU of a class; None without one."""
    if scores.intervals is None:
        return None
    low, high = scores.intervals.class_iou[:, place].tolist()
    return None if math.isnan(low) else (low, high)


def titled_tables(scores: Scores) -> list[tuple[str, Table]]:
    """Tables of all that was measured, under their titles."""
    tables = (one.table() for one in (scores, *scores.measures))
    return [(table.title, table) for table in tables if table is not None]


def _class_bars(scores: Scores, spec: DatasetSpec):
    """The lowest IoU first, classes that are nowhere last."""
    order = np.argsort(scores.class_iou, kind="stable").tolist()
    bars = []
    for place in order:
        iou = float(scores.class_iou[place])
        absent = math.isnan(iou)
        bars.append(
            Bar(
                name=spec.class_names[place],
                values=(None if absent else iou,),
                text=score_text(iou),
                color=tuple(map(int, spec.palette[place])),
                intervals=(bounds_of(scores, place),),
            )
        )
    return bar_list(bars, most=1)
