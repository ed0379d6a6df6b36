"""A table of the report in HTML, readable aloud and on a narrow screen."""

import re
from html import escape

from export.report.table import Table

# A long name may go on in the next line after these.
BREAKS = re.compile(r"([_/])")
STYLE = """
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem;
  text-align: right; vertical-align: top; }
td { white-space: nowrap; }
td:last-child { white-space: normal; }
.table { margin: 1rem 0; }
.table figcaption { padding-top: .5rem; }
th:first-child { text-align: left; position: sticky; left: 0;
  background: Canvas; max-width: 18rem; overflow-wrap: break-word; }
.words th, .words td { text-align: left; }
.words td:last-child { min-width: 10rem; }
@media (max-width: 40rem) { th:first-child { max-width: 8rem; }
  th, td { padding: .3rem .4rem; } }
""".strip()


def table(content: Table) -> str:
    """A table whose first column names its rows."""
    head = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in content.columns
    )
    kind = ' class="words"' if content.words else ""
    words = escape(content.caption)
    caption = f"<figcaption>{words}</figcaption>\n" if words else ""
    body = "\n".join(f"<tr>{_cells(row)}</tr>" for row in content.rows)
    return (
        # The keyboard must reach what has to be scrolled. The words below
        # stay outside of what scrolls, as wide as the page.
        '<figure class="table">\n<div class="wide" tabindex="0">\n'
        f"<table{kind}>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>\n</div>\n"
        f"{caption}</figure>"
    )


def _cells(row: tuple[str, ...]) -> str:
    name, *values = row
    shown = BREAKS.sub(r"\1<wbr>", escape(name))
    return f'<th scope="row">{shown}</th>' + "".join(map(_cell, values))


def _cell(value: str) -> str:
    failed = ' class="failed"' if value == "FAILED" else ""
    return f"<td{failed}>{escape(value)}</td>"
