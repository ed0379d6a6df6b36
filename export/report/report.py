"""Report of an export: all results, apart from their rendering."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from markupsafe import Markup

from deeplab_family.console.tables import Table
from export.report.artifact_results import Artifact
from export.report.provenance import Provenance
from export.report.table import summary
from export.tolerances import Budgets, Limit
from input_pipeline.picture_format import ORDINARY


@dataclass(frozen=True)
class Drawing:
    """A picture of the HTML page, which a Markdown page leaves out.

    Args:
        svg: an `<svg>` element that fetches nothing.
    """

    svg: Markup


@dataclass(frozen=True, kw_only=True)
class Section:
    """Section of a step; the report writes it as Markdown, HTML and JSON.

    Args:
        title: a few words.
        content: paragraphs of plain text, tables and drawings, in the order
            in which a page shows them.
        data: the same for programs, as JSON takes it.
    """

    title: str
    content: tuple[str | Table | Drawing, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class ChangedImage:
    """Changed image; its pictures are uint8 RGB `(height, width, 3)`.

    Args:
        artifact: its name.
        file: name of the photograph's file.
        changed: share of the pixels that have another class, 0 to 1.
        photo: the image.
        before: the Keras model's class map in colors.
        after: the artifact's class map in colors.
        difference: the changed pixels, light on dark.
    """

    artifact: str
    file: str
    changed: float
    photo: np.ndarray
    before: np.ndarray
    after: np.ndarray
    difference: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The measurements of an export.

    Args:
        artifacts: one for each exported file.
        keras_latency_ms: median time of one image in Keras.
        keras_mean_iou: on the labels, `None` without labels.
        keras_class_iou: of each class, `None` where it is absent; empty
            without labels.
        changed_images: the worst few of each artifact that strays at all.
    """

    artifacts: tuple[Artifact, ...]
    keras_latency_ms: float
    keras_mean_iou: float | None = None
    keras_class_iou: tuple[float | None, ...] = ()
    changed_images: tuple[ChangedImage, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """An earlier version.

    Args:
        path: its folder, relative to the export, with "/" at the end.
        limit: what it had to keep when it was exported.
        references: folder of the answers stored for it, relative to the
            export; empty when there are none.
    """

    path: str
    limit: Limit
    references: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportReport:
    """Export report: all that was exported, measured and judged.

    Args:
        origin: what was exported, with what, when and how.
        image_size: (height, width) of the fixed-size files.
        pictures: what images the files take, in words.
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

    origin: Provenance = field(default_factory=Provenance)
    image_size: tuple[int, int]
    images: int
    pictures: str = ""
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
        """Head above the table: what was exported, and how."""
        return "\n".join(
            f"{heading:9} {words}" for heading, words in self._described
        )

    def table(self) -> Table:
        """Table that fits a terminal."""
        return summary(self)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Headings and words: what was exported, how, and on what machine."""
        return [*self._described, ("Machine", self.machine)]

    @property
    def _described(self) -> list[tuple[str, str]]:
        """What was exported, and what images it takes if not the usual."""
        other = self.pictures not in ("", str(ORDINARY))
        images = [("Images", self.pictures)] if other else []
        return [*self.origin.lines(), *images]
