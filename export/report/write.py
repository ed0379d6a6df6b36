"""The report on disk, in its three forms."""

from pathlib import Path

from export.report.as_json import as_json
from export.report.html import as_html
from export.report.markdown import as_markdown
from export.report.report import ExportReport

JSON_NAME = "export_report.json"
MARKDOWN_NAME = "export_report.md"
HTML_NAME = "export_report.html"


def write(report: ExportReport, folder: Path) -> None:
    """Write `export_report.json`, `.md` and `.html` into a folder."""
    for name, text in [
        (JSON_NAME, as_json(report)),
        (MARKDOWN_NAME, as_markdown(report)),
        (HTML_NAME, as_html(report)),
    ]:
        (folder / name).write_text(text, encoding="utf-8")
