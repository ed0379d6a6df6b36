"""The curve of a rescue as a small inline SVG."""

from collections.abc import Sequence

from markupsafe import Markup

from export.quantize.curve import CurvePoint
from export.report.html import render

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 40


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
            (x(time), y(share), _words(point), point.chosen)
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


def _words(point: CurvePoint) -> str:
    kept = f"{len(point.kept)} parts in float32"
    return f"{kept}: {', '.join(point.row()[1:])}"
