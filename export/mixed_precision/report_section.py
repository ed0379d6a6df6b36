"""Report section of a mixed-precision search: table and curve."""

from collections.abc import Sequence

from markupsafe import Markup

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.pages.line_chart import (
    Axis,
    Chart,
    Series,
    chart_svg,
)
from export.mixed_precision.curve import CurvePoint, curve_table
from export.mixed_precision.search import MixedPrecision
from export.report.report import (
    Drawing,
    Section,
)
from export.tolerances import Limit

TITLE = "int8 and float32 mixed"
RANKING = words("part in int8 alone") + numbers(
    "equal pixels", "fall of mIoU, points"
)


def mixed_precision_section(found: MixedPrecision, limit: Limit) -> Section:
    """The curve of a search as table and picture, and the ranking.

    Args:
        found: what was tried and written.
        limit: what the file had to keep.
    """
    content = [
        _words(found, limit),
        curve_table(found.curve),
        Drawing(curve_svg(found.curve)),
    ]
    if found.ranking:
        ranking = Table(
            columns=RANKING,
            rows=tuple(map(_row, found.ranking)),
            caption="The most harmed part first.",
        )
        content.append(ranking)
    return Section(title=TITLE, content=tuple(content), data=found.to_json())


def _words(found: MixedPrecision, limit: Limit) -> str:
    kept = found.chosen.kept
    names = f": {', '.join(kept)}" if kept else ""
    parts = "no part" if not kept else f"{len(kept)} parts"
    return (
        f"{found.file.name} keeps {parts} in float32{names}. The fewest with "
        f"{limit.equal_pixels:.2%} equal pixels and, with labels, a fall of at "
        f"most {100 * limit.mean_iou_drop:g} points of mean IoU against the "
        "float32 file. Judged on the images of this report."
    )


def _row(one) -> tuple[str, ...]:
    drop = one.score.mean_iou_drop
    fall = "" if drop is None else f"{100 * drop:+.2f}"
    return one.group.name, f"{one.score.equal_pixels:.3%}", fall


def curve_svg(points: Sequence[CurvePoint]) -> Markup:
    """Time of one image against accuracy, a dot for each mixture.

    Accuracy is the mean IoU, or the share of equal pixels without labels.
    The dot of the file that was written is filled.

    Args:
        points: at least one.
    """
    without_labels = points[0].score.mean_iou is None
    name = "equal pixels" if without_labels else "mIoU"
    tried = [point for point in points if not point.chosen]
    written = [point for point in points if point.chosen]
    chart = Chart(
        f"{name} against time of one image",
        (_dots("tried", tried, hollow=True), _dots("written", written)),
        x=Axis("ms", zero=False),
        y=Axis(name, zero=False),
    )
    return chart_svg(chart)


def _dots(name: str, points, hollow: bool = False) -> Series:
    return Series(
        name,
        tuple((point.latency_ms, _accuracy(point)) for point in points),
        joined=False,
        hollow=hollow,
        notes=tuple(map(_note, points)),
    )


def _accuracy(point: CurvePoint) -> float:
    mean_iou = point.score.mean_iou
    return point.score.equal_pixels if mean_iou is None else mean_iou


def _note(point: CurvePoint) -> str:
    kept = f"{len(point.kept)} parts in float32"
    return f"{kept}: {', '.join(point.row()[1:])}"
