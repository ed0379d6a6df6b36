"""A part of the report that one step of the export adds."""

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from deeplab_family.tables import Table


@dataclass(frozen=True)
class Drawing:
    """A picture of the HTML page, which a Markdown page leaves out.

    Args:
        svg: an `<svg>` element that fetches nothing.
    """

    svg: Markup


@dataclass(frozen=True, kw_only=True)
class Section:
    """What a step found; the report writes it as Markdown, HTML and JSON.

    Args:
        title: a few words.
        content: paragraphs of plain text, tables and drawings, in the order
            in which a page shows them.
        data: the same for programs, as JSON takes it.
    """

    title: str
    content: tuple[str | Table | Drawing, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
