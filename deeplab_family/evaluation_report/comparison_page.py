"""Comparison page: two models on the same images, side by side."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation import PairedDifference, Scores
from deeplab_family.evaluation.scores_table import MEANS
from deeplab_family.evaluation_report.answer_pictures import (
    BOTH_WRONG,
    ONLY_FIRST,
    ONLY_SECOND,
)
from deeplab_family.evaluation_report.confusions import (
    square_counts,
    top_confusions,
)
from deeplab_family.evaluation_report.disagreements import Disagreements
from deeplab_family.evaluation_report.evaluation_page import (
    PACKAGE,
    Facts,
    bounds_of,
    score_text,
    titled_tables,
)
from deeplab_family.evaluation_report.measure_charts import curves, size_bars
from deeplab_family.pages.bars import Bar, bar_list
from deeplab_family.pages.heat_map import NUMBERED, confusion_map
from deeplab_family.pages.page_templates import render
from input_pipeline.datasets.spec import DatasetSpec

FIRST, SECOND = "A", "B"
"""What the page calls the two; names of files may be long, or the same."""


@dataclass(frozen=True)
class ComparedModel:
    """Model of a comparison, one of the two.

    Args:
        name: of the model.
        scores: on the images of both, with their rows.
    """

    name: str
    scores: Scores


def comparison_html(
    first: ComparedModel,
    second: ComparedModel,
    facts: Facts,
    spec: DatasetSpec,
    difference: PairedDifference,
    disagreements: Disagreements,
) -> str:
    """The page as text; equal arguments give equal bytes.

    Args:
        first: model A.
        second: model B.
        facts: pairs of a name and words: data, split, how images were asked.
        spec: names and colors of the classes.
        difference: B minus A.
        disagreements: filled by the evaluation of B.
    """
    both = [(FIRST, first.scores), (SECOND, second.scores)]
    page = render(
        "comparison.html",
        PACKAGE,
        models=[(FIRST, first), (SECOND, second)],
        facts=facts,
        images=first.scores.images,
        verdict=verdict(difference),
        tiles=_tiles(difference),
        means=_means_table(first.scores, second.scores),
        classes=_class_bars(first.scores, second.scores, spec),
        legend=list(zip(spec.class_names, spec.palette, strict=True)),
        examples=disagreements.examples,
        marks=(ONLY_FIRST, ONLY_SECOND, BOTH_WRONG),
        pixels=_pixels_table(disagreements),
        confusions=[
            (
                f"{letter}: {model.name}",
                confusion_map(
                    square_counts(model.scores), model.scores.class_names
                ),
                top_confusions(model.scores),
            )
            for letter, model in ((FIRST, first), (SECOND, second))
        ],
        numbered=len(spec.class_names) <= NUMBERED,
        curves=curves(both),
        sizes=size_bars(both),
        tables=[
            (f"{letter}: {title}", table)
            for letter, scores in both
            for title, table in titled_tables(scores)
        ],
    )
    return str(page)


def verdict(difference: PairedDifference) -> str:
    """Verdict of the paired test, in one sentence."""
    low, high = difference.interval.tolist()
    better = SECOND if difference.mean_iou > 0 else FIRST
    if low <= 0 <= high or math.isnan(low):
        return (
            "No difference that these images could show: the interval of the "
            "difference holds zero."
        )
    return f"{better} is better, and not by the luck of these images alone."


def _tiles(difference: PairedDifference) -> list[tuple[str, str, str]]:
    low, high = map(points_text, difference.interval.tolist())
    return [
        (
            "points of mean IoU, B minus A",
            points_text(difference.mean_iou),
            f"95 %: {low} to {high}",
        ),
        ("p", f"{difference.p_value:.3f}", "paired bootstrap over images"),
        (
            "images in which B is better",
            f"{difference.better:,}",
            f"worse in {difference.worse:,}",
        ),
    ]


def _means_table(first: Scores, second: Scores) -> Table:
    rows = []
    for name, attribute in MEANS.items():
        values = [getattr(one, attribute) for one in (first, second)]
        bounds = [
            one.intervals and getattr(one.intervals, attribute)
            for one in (first, second)
        ]
        rows.append(
            (
                name,
                score_text(values[0]),
                _brackets(bounds[0]),
                score_text(values[1]),
                _brackets(bounds[1]),
                points_text(values[1] - values[0]),
            )
        )
    return Table(
        columns=words("score")
        + numbers(FIRST, "95 %", SECOND, "95 %", "points"),
        rows=tuple(rows),
        caption="95 %: confidence interval of the number before it, over "
        "images; points: B minus A, in hundredths",
    )


def points_text(difference: float) -> str:
    """Hundredths with a sign; nothing is -0.00."""
    return f"{round(100 * difference, 2) + 0:+.2f}"


def _brackets(bounds: np.ndarray | None) -> str:
    if bounds is None or np.isnan(bounds).any():
        return ""
    return f"[{bounds[0]:.3f}, {bounds[1]:.3f}]"


def _class_bars(first: Scores, second: Scores, spec: DatasetSpec):
    """The classes in which B gained least, or lost most, first."""
    gains = second.class_iou - first.class_iou
    order = np.argsort(gains, kind="stable").tolist()
    bars = []
    for place in order:
        ious = [float(s.class_iou[place]) for s in (first, second)]
        gain = float(gains[place])
        points = "" if math.isnan(gain) else f" ({points_text(gain)})"
        bars.append(
            Bar(
                name=spec.class_names[place],
                values=tuple(None if math.isnan(v) else v for v in ious),
                text=" / ".join(map(score_text, ious)) + points,
                color=tuple(map(int, spec.palette[place])),
                intervals=tuple(bounds_of(s, place) for s in (first, second)),
            )
        )
    return bar_list(bars, most=1)


def _pixels_table(disagreements: Disagreements) -> Table:
    kinds: Sequence[str] = (
        "the same, right",
        "the same, wrong",
        f"different, {FIRST} right",
        f"different, {SECOND} right",
        "different, both wrong",
    )
    total = max(1, disagreements.pixels.sum())
    return Table(
        columns=words("the two answers") + numbers("pixels", "share"),
        rows=tuple(
            (kind, f"{count:,}", f"{count / total:.2%}")
            for kind, count in zip(
                kinds, disagreements.pixels.tolist(), strict=True
            )
        ),
    )
