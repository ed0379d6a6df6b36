"""The report on disk, in its three forms."""

from pathlib import Path

from export.report.as_json import as_json
from export.report.html import as_html
from export.report.markdown import as_markdown
from export.report.report import ExportReport
from input_pipeline.atomic_files import write_atomic

JSON_NAME = "export_report.json"
MARKDOWN_NAME = "export_report.md"
HTML_NAME = "export_report.html"


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
