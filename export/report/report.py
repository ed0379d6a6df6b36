"""Everything there is to know about one export."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deeplab_family.tables import Table
from export.budgets import Budgets
from export.report.kept_version import KeptVersion
from export.report.origin import Origin
from export.report.section import Section
from export.report.table import summary
from export.report.verification import Verification


@dataclass(frozen=True, kw_only=True)
class ExportReport:
    """What was exported, measured and judged.

    Args:
        origin: what was exported, with what, when and how.
        image_size: (height, width) of the fixed-size files.
        images: how many images every artifact was run on.
        data: data set and split that the images and their labels are from;
            empty for photographs without labels.
        calibration_images: how many the integer files were calibrated on.
        num_threads: CPU threads while timing TFLite files.
        machine: what the times were taken on.
        class_names: one for each class; empty when nobody named them.
        palette: one RGB color for each class, of the pictures.
        verification: what was measured.
        budgets: what the user could afford.
        sections: what single steps have to add.
        kept_versions: earlier versions that stay in the server's folder.
        files: SHA-256 of every other file of the export, by relative path.
    """

    origin: Origin = field(default_factory=Origin)
    image_size: tuple[int, int]
    images: int
    data: str = ""
    calibration_images: int
    num_threads: int
    machine: str = ""
    class_names: tuple[str, ...] = ()
    palette: tuple[tuple[int, int, int], ...] = ()
    verification: Verification
    budgets: Budgets = field(default_factory=Budgets)
    sections: tuple[Section, ...] = ()
    kept_versions: tuple[KeptVersion, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> list[str]:
        """One line for each artifact that breaks a limit or a budget."""
        return [
            f"{artifact.path}: {'; '.join(artifact.failures)}"
            for artifact in self.verification.artifacts
            if artifact.failures
        ]

    def head(self) -> str:
        """For a terminal, above the table: what was exported, and how."""
        return "\n".join(
            f"{heading:9} {words}" for heading, words in self.origin.lines()
        )

    def table(self) -> Table:
        """What fits a terminal."""
        return summary(self)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Headings and words: what was exported, how, and on what machine."""
        return [*self.origin.lines(), ("Machine", self.machine)]
