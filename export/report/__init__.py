"""Report of an export: JSON, Markdown and HTML."""

from export.report.artifact_results import (
    Artifact,
    Delegation,
    Tensor,
)
from export.report.provenance import Provenance
from export.report.report import (
    Drawing,
    ExportReport,
    Section,
    Verification,
)
from export.report.report_files import (
    HTML_NAME,
    JSON_NAME,
    MARKDOWN_NAME,
    write,
    write_json,
    write_pages,
)

__all__ = [
    "HTML_NAME",
    "JSON_NAME",
    "MARKDOWN_NAME",
    "Artifact",
    "Delegation",
    "Drawing",
    "ExportReport",
    "Provenance",
    "Section",
    "Tensor",
    "Verification",
    "write",
    "write_json",
    "write_pages",
]
