"""Report files: JSON, Markdown and HTML."""

import json
import math
from dataclasses import asdict
from pathlib import Path

from deeplab_family.console.tables import (
    Table,
    cell,
)
from export.report.html import as_html
from export.report.report import ExportReport, Section
from export.report.table import details, measurements
from input_pipeline.atomic_files import write_atomic

JSON_NAME = "export_report.json"
MARKDOWN_NAME = "export_report.md"
HTML_NAME = "export_report.html"
# Goes up when a field changes its meaning or disappears, not when one comes.
SCHEMA_VERSION = 2
PICTURES = ("photo", "before", "after", "difference")


def write(report: ExportReport, folder: Path) -> None:
    """Write `export_report.json`, `.md` and `.html` into a folder.

    Args:
        report: what to write.
        folder: made if it is missing; older reports in it are replaced.
    """
    write_pages(report, folder)
    write_json(report, folder)


def write_pages(report: ExportReport, folder: Path) -> None:
    """Write the two forms for people."""
    write_atomic(folder / MARKDOWN_NAME, as_markdown(report))
    write_atomic(folder / HTML_NAME, as_html(report))


def write_json(report: ExportReport, folder: Path) -> None:
    """Write the form for programs."""
    write_atomic(folder / JSON_NAME, as_json(report))


def as_json(report: ExportReport) -> str:
    """The report as JSON text; a number that is none (NaN) becomes null."""
    content = {"schema_version": SCHEMA_VERSION, **asdict(report)}
    measured = content["verification"]
    for image in measured["changed_images"]:
        for picture in PICTURES:
            del image[picture]
    shown = measured["artifacts"]
    artifacts = report.verification.artifacts
    for entry, artifact in zip(shown, artifacts, strict=True):
        entry["failures"] = artifact.failures
        for row, tensor in zip(entry["tensors"], artifact.tensors, strict=True):
            row["meaning"] = tensor.meaning
    content["sections"] = {
        section.title: section.data for section in report.sections
    }
    return json.dumps(_finite(content), indent=2, allow_nan=False) + "\n"


def _finite(value):
    """The same with null for every number that JSON does not know."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def as_markdown(report: ExportReport) -> str:
    """The report as the text of a page."""
    parts = ["# Export report"]
    if report.failures:
        parts += ["## Not good enough", *(f"- {f}" for f in report.failures)]
    parts.append("\n".join(f"- {k}: {cell(v)}" for k, v in report.facts))
    parts.append(measurements(report).markdown())
    for title, content in details(report):
        parts += [f"## {title}", content.markdown()]
    for section in report.sections:
        parts += [f"## {section.title}", section_markdown(section)]
    return "\n\n".join(parts) + "\n"


def section_markdown(section: Section) -> str:
    """The text and tables of a section; its drawings are left out."""
    return "\n\n".join(
        block.markdown() if isinstance(block, Table) else cell(block)
        for block in section.content
        if isinstance(block, str | Table)
    )
