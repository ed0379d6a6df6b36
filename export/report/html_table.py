"""A table of the report in HTML, readable aloud and on a narrow screen."""

from html import escape

from export.report.table import Table

STYLE = """
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .7rem;
  text-align: right; vertical-align: top; }
td { white-space: nowrap; }
td:last-child { white-space: normal; }
th:first-child, td:first-child { text-align: left; }
caption { caption-side: bottom; padding-top: .5rem; text-align: left; }
""".strip()


def table(content: Table) -> str:
    """A table whose first column names its rows."""
    head = "".join(
        f'<th scope="col">{escape(name)}</th>' for name in content.columns
    )
    body = "\n".join(f"<tr>{_cells(row)}</tr>" for row in content.rows)
    return (
        # The keyboard must reach what has to be scrolled.
        '<div class="wide" tabindex="0">\n'
        f"<table>\n<caption>{escape(content.caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n"
        "</table>\n</div>"
    )


def _cells(row: tuple[str, ...]) -> str:
    name, *values = row
    return f'<th scope="row">{escape(name)}</th>' + "".join(map(_cell, values))


def _cell(value: str) -> str:
    failed = ' class="failed"' if value == "FAILED" else ""
    return f"<td{failed}>{escape(value)}</td>"
