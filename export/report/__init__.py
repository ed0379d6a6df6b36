"""What an export measured: for programs, for people, for a page."""

from export.report.artifact import Artifact
from export.report.delegation import Delegation
from export.report.origin import Origin
from export.report.report import ExportReport
from export.report.section import Drawing, Section
from export.report.tensor import Tensor
from export.report.verification import Verification
from export.report.write import (
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
    "Origin",
    "Section",
    "Tensor",
    "Verification",
    "write",
    "write_json",
    "write_pages",
]
