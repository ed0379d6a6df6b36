"""What an export measured: for programs, for people, for a page."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from export.artifact import Artifact
from export.verify import Verification

JSON_NAME = "export_report.json"
MARKDOWN_NAME = "export_report.md"
COLUMNS = (
    "artifact",
    "MB",
    "ms",
    "largest difference",
    "equal pixels",
    "mIoU",
    "verdict",
)


@dataclass(frozen=True, kw_only=True)
class ExportReport:
    """Everything there is to know about one export.

    Args:
        image_size: (height, width) of the TFLite files.
        images: how many images every artifact was run on.
        calibration_images: how many the int8 file was calibrated on.
        num_threads: CPU threads while timing TFLite files.
        versions: of the packages that wrote the files.
        verification: what was measured.
    """

    image_size: tuple[int, int]
    images: int
    calibration_images: int
    num_threads: int
    versions: dict[str, str]
    verification: Verification

    @property
    def failures(self) -> list[str]:
        """One line for each artifact that breaks its limit."""
        return [
            f"{artifact.path}: {'; '.join(artifact.failures)}"
            for artifact in self.verification.artifacts
            if artifact.failures
        ]

    def table(self) -> Table:
        """For a terminal."""
        table = Table(caption=self._caption())
        table.add_column(COLUMNS[0], no_wrap=True)
        for column in COLUMNS[1:]:
            table.add_column(column, justify="right")
        for row in self._rows():
            table.add_row(*row)
        return table

    def to_markdown(self) -> str:
        """For a page."""
        rows = [COLUMNS, tuple("---" for _ in COLUMNS), *self._rows()]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        text = "\n".join(lines)
        return f"# Export report\n\n{text}\n\n{self._caption()}\n"

    def to_json(self) -> str:
        """For a program."""
        content = asdict(self)
        for shown, artifact in zip(
            content["verification"]["artifacts"],
            self.verification.artifacts,
            strict=True,
        ):
            shown["failures"] = artifact.failures
        return json.dumps(content, indent=2) + "\n"

    def write(self, folder: Path) -> None:
        """Write `export_report.json` and `export_report.md`."""
        for name, text in [
            (JSON_NAME, self.to_json()),
            (MARKDOWN_NAME, self.to_markdown()),
        ]:
            (folder / name).write_text(text, encoding="utf-8")

    def _rows(self) -> list[tuple[str, ...]]:
        keras = self.verification
        first = (
            "Keras model",
            "",
            f"{keras.keras_latency_ms:.1f}",
            "",
            "",
            _iou(keras.keras_mean_iou),
            "",
        )
        return [first, *map(_row, keras.artifacts)]

    def _caption(self) -> str:
        height, width = self.image_size
        calibrated = (
            f", int8 calibrated on {self.calibration_images}"
            if self.calibration_images
            else ""
        )
        return (
            f"{self.images} images of {height} x {width}{calibrated}. ms: "
            "median of one image, the network alone, on this machine; TFLite "
            f"with {self.num_threads} threads."
        )


def _row(artifact: Artifact) -> tuple[str, ...]:
    return (
        artifact.path,
        f"{artifact.size_bytes / 1e6:.2f}",
        f"{artifact.latency_ms:.1f}",
        f"{artifact.largest_difference:.2g}",
        f"{artifact.equal_pixels:.3%}",
        _iou(artifact.mean_iou),
        "FAILED" if artifact.failures else "ok",
    )


def _iou(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
