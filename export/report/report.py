"""Everything there is to know about one export."""

from dataclasses import dataclass

from rich.table import Table

from export.report.section import Section
from export.report.table import COLUMNS, caption, rows
from export.report.verification import Verification


@dataclass(frozen=True, kw_only=True)
class ExportReport:
    """What was exported, measured and judged.

    Args:
        image_size: (height, width) of the fixed-size files.
        images: how many images every artifact was run on.
        calibration_images: how many the integer files were calibrated on.
        num_threads: CPU threads while timing TFLite files.
        versions: of the packages that wrote the files.
        class_names: one for each class; empty when nobody named them.
        verification: what was measured.
        sections: what single steps have to add.
    """

    image_size: tuple[int, int]
    images: int
    calibration_images: int
    num_threads: int
    versions: dict[str, str]
    class_names: tuple[str, ...] = ()
    verification: Verification
    sections: tuple[Section, ...] = ()

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
        table = Table(caption=caption(self))
        table.add_column(COLUMNS[0], no_wrap=True)
        for column in COLUMNS[1:]:
            table.add_column(column, justify="right")
        for row in rows(self):
            table.add_row(*row)
        return table
