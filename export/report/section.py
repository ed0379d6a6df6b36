"""A part of the report that one step of the export has written itself."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Section:
    """What a step wants to say, in the three forms of the report.

    Args:
        title: a few words.
        markdown: the text of the page, without its heading.
        html: the same as HTML, without its heading; it may hold tables and
            inline SVG, but nothing that has to be fetched.
        data: the same for programs, as JSON takes it.
    """

    title: str
    markdown: str
    html: str
    data: dict[str, Any] = field(default_factory=dict)
