"""The report as a Markdown page."""

from deeplab_family.tables import Table, cell
from export.report.report import ExportReport
from export.report.section import Section
from export.report.table import details, measurements


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
