"""The report as a Markdown page."""

from html import escape

from deeplab_family.terminal import printable
from export.report.report import ExportReport
from export.report.table import (
    Table,
    class_drops,
    inputs_and_outputs,
    measurements,
    operations,
)


def as_markdown(report: ExportReport) -> str:
    """The report as the text of a page."""
    parts = ["# Export report"]
    if report.failures:
        parts += ["## Not good enough", *(f"- {f}" for f in report.failures)]
    parts.append(_origin(report))
    parts.append(table(measurements(report)))
    for title, content in [
        ("Inputs and outputs", inputs_and_outputs(report)),
        ("The classes", class_drops(report)),
        ("The operations", operations(report)),
    ]:
        if content:
            parts += [f"## {title}", table(content)]
    for section in report.sections:
        parts += [f"## {section.title}", section.markdown.strip()]
    return "\n\n".join(parts) + "\n"


def _origin(report: ExportReport) -> str:
    lines = [*report.origin.lines(), ("Machine", report.machine)]
    return "\n".join(f"- {name}: {_cell(words)}" for name, words in lines)


def table(content: Table) -> str:
    """A Markdown table and its caption."""
    lines = [content.columns, ["---"] * len(content.columns), *content.rows]
    text = "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)
    return f"{text}\n\n{content.caption}" if content.caption else text


def _cell(text: str) -> str:
    # Names come from anywhere: no cell may end the table or hold HTML.
    shown = escape(printable(" ".join(text.split("\n")), ""), quote=False)
    return shown.replace("|", "\\|")
