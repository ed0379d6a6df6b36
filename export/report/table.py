"""The summary of an export as rows of text, for terminal and pages."""

from export.report.artifact import Artifact

COLUMNS = (
    "artifact",
    "MB",
    "ms",
    "largest difference",
    "equal pixels",
    "mIoU",
    "verdict",
)


def rows(report) -> list[tuple[str, ...]]:
    """One row for the Keras model, one for each artifact.

    Args:
        report: an `ExportReport`.
    """
    keras = report.verification
    first = (
        "Keras model",
        "",
        f"{keras.keras_latency_ms:.1f}",
        "",
        "",
        _known(keras.keras_mean_iou, ".4f"),
        "",
    )
    return [first, *map(_row, keras.artifacts)]


def caption(report) -> str:
    """How the numbers of an `ExportReport` were taken."""
    height, width = report.image_size
    calibrated = (
        f", int8 calibrated on {report.calibration_images}"
        if report.calibration_images
        else ""
    )
    return (
        f"{report.images} images of {height} x {width}{calibrated}. ms: "
        "median of one image, the network alone, on this machine; TFLite "
        f"with {report.num_threads} threads."
    )


def _row(artifact: Artifact) -> tuple[str, ...]:
    return (
        artifact.path,
        f"{artifact.size_bytes / 1e6:.2f}",
        f"{artifact.latency_ms:.1f}",
        _known(artifact.largest_difference, ".2g"),
        f"{artifact.equal_pixels:.3%}",
        _known(artifact.mean_iou, ".4f"),
        "FAILED" if artifact.failures else "ok",
    )


def _known(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
