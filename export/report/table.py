"""The tables of an export report as rows of text."""

from collections.abc import Sequence
from dataclasses import replace

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from export.report.artifact_results import (
    USUAL_RUNS,
    Artifact,
)


def summary(report) -> Table:
    """Summary for a terminal: a row for Keras, one for each artifact.

    Args:
        report: an `ExportReport`.
    """
    table = _chosen(report, SHORT, _short_caption(report))
    # Without frames it fits the usual 80 columns.
    return replace(table, least_asked=LEAST_ASKED, framed=False)


def measurements(report) -> Table:
    """Measurements of each artifact of an `ExportReport`."""
    return _chosen(report, tuple(CELLS), _long_caption(report))


def details(report) -> list[tuple[str, Table]]:
    """The other tables of an `ExportReport` that hold anything, by title."""
    found = (
        ("Inputs and outputs", inputs_and_outputs(report)),
        ("The classes", class_drops(report)),
        ("The operations", operations(report)),
    )
    return [(title, table) for title, table in found if table is not None]


def class_drops(report) -> Table | None:
    """The IoU of each class in Keras, and how far each artifact drops."""
    measured = report.verification
    if not measured.keras_class_iou:
        return None
    named = report.class_names or map(str, range(len(measured.keras_class_iou)))
    drops = [artifact.class_iou_drop for artifact in measured.artifacts]
    rows = zip(named, measured.keras_class_iou, *drops, strict=True)
    return Table(
        columns=words("class")
        + numbers("Keras IoU", *(a.name for a in measured.artifacts)),
        rows=tuple(
            (name, known(iou, ".4f"), *(points(drop) for drop in row))
            for name, iou, *row in rows
        ),
        caption="IoU of the Keras model, then by how many points (hundredths) "
        "the artifact is below it; negative is above. Empty: the class "
        "occurs in no image.",
    )


def inputs_and_outputs(report) -> Table:
    """Inputs and outputs of each artifact of an `ExportReport`."""
    rows = tuple(
        (
            artifact.path,
            tensor.signature,
            tensor.direction,
            tensor.name,
            tensor.dtype,
            " x ".join(map(str, tensor.shape)) or "one value",
            known(tensor.scale, ".6g"),
            known(tensor.zero_point, "d"),
            tensor.meaning,
        )
        for artifact in report.verification.artifacts
        for tensor in artifact.tensors
    )
    return Table(
        columns=words(
            "artifact",
            "signature",
            "",
            "name",
            "dtype",
            "shape",
            "scale",
            "zero point",
            "meaning",
        ),
        rows=rows,
        caption="Of a quantized tensor the value is scale * (stored - zero "
        "point). An axis with a name in place of a length may have any.",
    )


def operations(report) -> Table | None:
    """Operations of the TFLite files, and those the CPU delegate takes."""
    rows = tuple(
        _operations_row(artifact)
        for artifact in report.verification.artifacts
        if artifact.delegation is not None
    )
    if not rows:
        return None
    return Table(
        columns=words("artifact")
        + numbers("operations", "delegated", "partitions")
        + words("the others"),
        rows=rows,
        caption="How the file runs on this machine's CPU: XNNPACK takes the "
        "delegated operations, in as many pieces as there are partitions.",
    )


def _operations_row(artifact: Artifact) -> tuple[str, ...]:
    delegation = artifact.delegation
    others = [f"{n} {name}" for name, n in delegation.remaining.items()]
    return (
        artifact.path,
        str(sum(artifact.operations.values())),
        str(delegation.delegated),
        str(delegation.partitions),
        ", ".join(others) or "none",
    )


def known(value: float | None, form: str) -> str:
    """A number, or nothing when there is none."""
    return "" if value is None else format(value, form)


def points(drop: float | None) -> str:
    """A drop of IoU in hundredths, or nothing when there is none."""
    if drop is None:
        return ""
    # Adding zero turns -0.0 into 0.0.
    return f"{round(drop * 100, 2) + 0:.2f}"


def _drop(artifact: Artifact) -> str:
    interval = artifact.mean_iou_drop_interval
    if interval is None:
        return points(artifact.mean_iou_drop)
    low, high = map(points, interval)
    return f"{points(artifact.mean_iou_drop)} [{low}, {high}]"


def _megabytes(size: int | None) -> str:
    return "" if size is None else f"{size / 1e6:.2f}"


CELLS = {
    "artifact": lambda a: a.path,
    "MB": lambda a: _megabytes(a.size_bytes),
    "ms": lambda a: known(a.latency_ms, ".1f"),
    "ms, 1 thread": lambda a: known(a.latency_one_thread_ms, ".1f"),
    "memory, MB": lambda a: _megabytes(a.peak_memory_bytes),
    "largest difference": lambda a: known(a.largest_difference, ".2g"),
    "mean difference": lambda a: known(a.mean_difference, ".2g"),
    "equal pixels": lambda a: f"{a.equal_pixels:.3%}",
    "mIoU": lambda a: known(a.mean_iou, ".4f"),
    "drop, points [95 %]": _drop,
    "verdict": lambda a: "FAILED" if a.failures else "ok",
}
SHORT = (
    "artifact",
    "MB",
    "ms",
    "largest difference",
    "equal pixels",
    "mIoU",
    "verdict",
)
LEAST_ASKED = ("MB", "largest difference", "mIoU", "ms")


def _chosen(report, columns: Sequence[str], caption: str) -> Table:
    measured = report.verification
    keras = {
        "artifact": "Keras model",
        "ms": f"{measured.keras_latency_ms:.1f}",
        "mIoU": known(measured.keras_mean_iou, ".4f"),
    }
    rows = [tuple(keras.get(column, "") for column in columns)]
    for artifact in measured.artifacts:
        rows.append(tuple(CELLS[column](artifact) for column in columns))
    first, *others = columns
    return Table(
        columns=words(first) + numbers(*others),
        rows=tuple(rows),
        caption=caption,
    )


def _short_caption(report) -> str:
    height, width = report.image_size
    calibrated = (
        f", int8 calibrated on {report.calibration_images}"
        if report.calibration_images
        else ""
    )
    source = f" ({report.data})" if report.data else ""
    return (
        f"{report.images} images{source} of {height} x {width}{calibrated}. "
        "ms: median of one image, the network alone, on this machine; TFLite "
        f"with {report.num_threads} threads."
    )


def _long_caption(report) -> str:
    return (
        f"{_short_caption(report)}{_slow(report)} {_limits(report)} Memory: "
        "by how much a process grows that loads the file and runs one image. "
        "Differences are of probabilities. The interval comes from 1000 draws "
        "of the images, with replacement."
    )


def _limits(report) -> str:
    """What the verdicts go by."""
    limits = "; ".join(
        f"{artifact.path} {artifact.limit.equal_pixels:.2%}, "
        f"{artifact.limit.largest_difference:g}"
        for artifact in report.verification.artifacts
    )
    return f"Limits (equal pixels, largest difference): {limits}."


def _slow(report) -> str:
    """Which artifacts take so long that less was done with them."""
    words = ""
    for artifact in report.verification.artifacts:
        if artifact.compared_images < report.images:
            words += (
                f" {artifact.path} takes long: compared on "
                f"{artifact.compared_images} of the images."
            )
        if artifact.timed_runs < USUAL_RUNS:
            words += f" {artifact.path}: median of {artifact.timed_runs} runs."
    return words
