"""Report section of a mixed-precision search: table and curve."""

from collections.abc import Sequence

from markupsafe import Markup

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from export.mixed_precision.curve import CurvePoint, curve_table
from export.mixed_precision.search import MixedPrecision
from export.report.html import render
from export.report.report import (
    Drawing,
    Section,
)
from export.tolerances import Limit

TITLE = "int8 and float32 mixed"
RANKING = words("part in int8 alone") + numbers(
    "equal pixels", "fall of mIoU, points"
)
WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 40


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
    times = [point.latency_ms for point in points]
    shares = [_accuracy(point) for point in points]
    x = _scale(times, LEFT, WIDTH - RIGHT)
    y = _scale(shares, HEIGHT - BOTTOM, TOP)
    name = "equal pixels" if points[0].score.mean_iou is None else "mIoU"
    return render(
        "curve.svg",
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        name=name,
        labels=_labels(times, shares, name),
        dots=[
            (x(time), y(share), _dot_title(point), point.chosen)
            for point, time, share in zip(points, times, shares, strict=True)
        ],
    ).rstrip()


def _accuracy(point: CurvePoint) -> float:
    mean_iou = point.score.mean_iou
    return point.score.equal_pixels if mean_iou is None else mean_iou


def _scale(values, start: float, end: float):
    """A linear map of the values' range onto pixels."""
    low, high = min(values), max(values)
    span = high - low or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def _labels(times, shares, name: str) -> list[tuple[int, int, str, str]]:
    """Place, anchor and words of each text beside the axes."""
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    return [
        (LEFT, bottom + 16, "start", f"{min(times):.1f} ms"),
        (right, bottom + 16, "end", f"{max(times):.1f} ms"),
        (LEFT - 4, bottom, "end", f"{min(shares):.3f}"),
        (LEFT - 4, TOP + 10, "end", f"{max(shares):.3f}"),
        (LEFT, HEIGHT - 4, "start", f"{name} (up) against time of one image"),
    ]


def _dot_title(point: CurvePoint) -> str:
    kept = f"{len(point.kept)} parts in float32"
    return f"{kept}: {', '.join(point.row()[1:])}"
