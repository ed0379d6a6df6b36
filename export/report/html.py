"""The report as one HTML file that needs nothing from anywhere."""

from collections.abc import Iterable, Sequence
from html import escape

from export.report.report import ExportReport
from export.report.table import COLUMNS, caption, rows

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto;
  max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #8888; padding: .3rem .8rem;
  text-align: right; }
th:first-child, td:first-child { text-align: left; }
caption { caption-side: bottom; padding-top: .5rem; text-align: left; }
""".strip()


def as_html(report: ExportReport) -> str:
    """The report as a page without scripts and without requests."""
    parts = [
        "<h1>Export report</h1>",
        table(COLUMNS, rows(report), caption(report)),
    ]
    for section in report.sections:
        parts += [f"<h2>{escape(section.title)}</h2>", section.html]
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Export report</title>\n<style>\n{STYLE}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def table(
    columns: Sequence[str], lines: Iterable[Sequence[str]], words: str
) -> str:
    """A table whose first column names its rows."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "\n".join(f"<tr>{_cells(line)}</tr>" for line in lines)
    return (
        f"<table>\n<caption>{escape(words)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def _cells(line: Sequence[str]) -> str:
    name, *values = map(escape, line)
    numbers = "".join(f"<td>{value}</td>" for value in values)
    return f'<th scope="row">{name}</th>{numbers}'
