"""The curve of a rescue as a small inline SVG."""

from collections.abc import Sequence
from html import escape

from export.quantize.curve import CurvePoint

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 40


def curve_svg(points: Sequence[CurvePoint]) -> str:
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
    dots = [
        _dot(point, x(time), y(share))
        for point, time, share in zip(points, times, shares, strict=True)
    ]
    name = "equal pixels" if points[0].score.mean_iou is None else "mIoU"
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
            f'aria-label="{name} against time" font-size="12" '
            'fill="currentColor" font-family="sans-serif">',
            *_axes(times, shares, name),
            *dots,
            "</svg>",
        ]
    )


def _accuracy(point: CurvePoint) -> float:
    mean_iou = point.score.mean_iou
    return point.score.equal_pixels if mean_iou is None else mean_iou


def _scale(values, start: float, end: float):
    """A linear map of the values' range onto pixels."""
    low, high = min(values), max(values)
    span = high - low or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def _axes(times, shares, name: str) -> list[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    return [
        f'<path d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" '
        'stroke="currentColor" stroke-opacity=".5"/>',
        _text(LEFT, bottom + 16, f"{min(times):.1f} ms"),
        _text(right, bottom + 16, f"{max(times):.1f} ms", "end"),
        _text(LEFT - 4, bottom, f"{min(shares):.3f}", "end"),
        _text(LEFT - 4, TOP + 10, f"{max(shares):.3f}", "end"),
        _text(LEFT, HEIGHT - 4, f"{name} (up) against time of one image"),
    ]


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'


def _dot(point: CurvePoint, x: float, y: float) -> str:
    fill = "currentColor" if point.chosen else "none"
    kept = f"{len(point.kept)} parts in float32"
    title = f"{kept}: {', '.join(point.row()[1:])}"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" '
        f'stroke="currentColor"><title>{escape(title)}</title></circle>'
    )
