"""Charts of what an evaluation measured: curves, and bars of object sizes."""

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from deeplab_family.evaluation import ImageScores, Scores
from deeplab_family.evaluation.measure import Measure
from deeplab_family.pages.bars import Bar, bar_list
from deeplab_family.pages.line_chart import Axis, Chart, Series, chart_svg

POINTS = 100
SHARES = Axis(ends=(0, 1))


def curves(named_scores: Sequence[tuple[str, Scores]]) -> list[Markup]:
    """Curves that the evaluations of one or two models have.

    Args:
        named_scores: a name for the legend, "" for a single model, and the
            scores.
    """
    charts = [_sorted_images(named_scores)]
    charts += [
        chart
        for make in (_reliability, _trimap)
        for chart in [make(named_scores)]
        if chart is not None
    ]
    return [chart_svg(chart) for chart in charts if not chart.is_empty]


def size_bars(named_scores: Sequence[tuple[str, Scores]]) -> Markup | None:
    """Share of the objects of each size that is found; None if not measured.

    Args:
        named_scores: as above.
    """
    measures = [measured(scores, "size") for _, scores in named_scores]
    if None in measures:
        return None
    counts = [one.sizes.counts.sum(axis=0) for one in measures]
    headings = measures[0].table().headings[1:]
    bars = []
    for place, heading in enumerate(headings):
        objects = int(counts[0][place, 0])
        if objects:
            shares = tuple(float(one[place, 1] / objects) for one in counts)
            found = " / ".join(f"{share:.1%}" for share in shares)
            words = f"{found} of {objects:,}"
            name = f"{heading} pixels"
            bars.append(Bar(name=name, values=shares, text=words))
    return bar_list(bars, most=1, in_columns=False) if bars else None


def measured(scores: Scores, name: str) -> Measure | None:
    """The measure of this name among those of the scores, if it is one."""
    found = [one for one in scores.measures if one.name == name]
    return found[0] if found else None


def _reliability(named_scores) -> Chart | None:
    ends = ((0.0, 0.0), (1.0, 1.0))
    lines = [Series("as sure as right", ends, guide=True)]
    for name, scores in named_scores:
        measure = measured(scores, "calibration")
        if measure is None:
            return None
        counts = measure.counts
        points = zip(
            counts.confidence.tolist(), counts.accuracy.tolist(), strict=True
        )
        found = tuple(p for p in points if not math.isnan(p[0]))
        words = f"ECE {counts.expected_error:.3f}"
        lines.insert(-1, Series(f"{name} {words}".strip(), found))
    return Chart(
        "Reliability: share of right pixels by confidence",
        tuple(lines),
        x=Axis("confidence", ends=(0, 1)),
        y=SHARES,
    )


def _trimap(named_scores) -> Chart | None:
    lines = []
    for name, scores in named_scores:
        measure = measured(scores, "trimap")
        if measure is None:
            return None
        means = np.asarray(measure.curve.mean_iou).tolist()
        points = tuple(enumerate(map(float, means), start=1))
        lines.append(Series(name or "mean IoU", points))
    return Chart(
        "Mean IoU within a distance of borders",
        tuple(lines),
        x=Axis("pixels from a border", whole=True),
        y=SHARES,
    )


def _sorted_images(named_scores) -> Chart:
    lines = [
        Series(name or "mean IoU", _ascending(scores.rows))
        for name, scores in named_scores
    ]
    return Chart(
        "Mean IoU of each image, the worst first",
        tuple(lines),
        x=Axis("image", whole=True),
        y=SHARES,
    )


def _ascending(rows: Sequence[ImageScores]) -> tuple[tuple[float, float], ...]:
    """At most `POINTS` of the sorted values, evenly spaced, both ends kept."""
    values = sorted(v for row in rows if not math.isnan(v := row.mean_iou))
    if not values:
        return ()
    count = min(POINTS, len(values))
    places = np.linspace(0, len(values) - 1, count).round().astype(int)
    return tuple((place + 1, values[place]) for place in places.tolist())
