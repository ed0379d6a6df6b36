"""The report as a Markdown page."""

from collections.abc import Iterable, Sequence

from export.report.report import ExportReport
from export.report.table import COLUMNS, caption, rows


def as_markdown(report: ExportReport) -> str:
    """The report as the text of a page."""
    parts = ["# Export report", table(COLUMNS, rows(report)), caption(report)]
    for section in report.sections:
        parts += [f"## {section.title}", section.markdown.strip()]
    return "\n\n".join(parts) + "\n"


def table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    cells = [columns, ["---"] * len(columns), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)
