"""Bars of an export: size, time and accuracy of its files, side by side."""

from markupsafe import Markup

from deeplab_family.pages.bars import Bar, bar_list
from export.report.artifact_results import Artifact
from export.report.report import Verification
from export.report.table import points

KERAS = "Keras model"


def bar_groups(measured: Verification) -> list[tuple[str, Markup]]:
    """Titles and bars: megabytes, milliseconds, and mean IoU.

    Without labels the share of equal pixels stands for the last.

    Args:
        measured: at least one artifact; none gives no bars.
    """
    if not measured.artifacts:
        return []
    groups = [_sizes(measured), _times(measured), _accuracy(measured)]
    return [
        (title, bar_list(bars, most, in_columns=False))
        for title, bars, most in groups
    ]


def _sizes(measured):
    bars = [
        _bar(one.path, one.size_bytes / 1e6, f"{one.size_bytes / 1e6:.2f}")
        for one in measured.artifacts
    ]
    return "Size, MB", bars, None


def _times(measured):
    times = [(KERAS, measured.keras_latency_ms)]
    times += [(one.path, one.latency_ms) for one in measured.artifacts]
    bars = [_bar(name, time, f"{time:.1f}") for name, time in times]
    return "Time of one image, ms", bars, None


def _accuracy(measured):
    keras = measured.keras_mean_iou
    if keras is None:
        bars = [
            _bar(one.path, one.equal_pixels, f"{one.equal_pixels:.3%}")
            for one in measured.artifacts
        ]
        return "Pixels equal to the Keras model's", bars, 1
    bars = [_bar(KERAS, keras, f"{keras:.4f}")]
    bars += [
        _bar(one.path, one.mean_iou, _score_text(one))
        for one in measured.artifacts
    ]
    return "mean IoU, and points below Keras", bars, 1


def _score_text(artifact: Artifact) -> str:
    if artifact.mean_iou is None:
        return "not measured"
    return f"{artifact.mean_iou:.4f} ({points(artifact.mean_iou_drop)})"


def _bar(name: str, value: float | None, text: str) -> Bar:
    return Bar(name=name, values=(value,), text=text)
