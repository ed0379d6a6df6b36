"""The report as one HTML file that needs nothing from anywhere."""

from collections.abc import Iterator
from html import escape

from export.report.html_changes import STYLE as CHANGES_STYLE
from export.report.html_changes import changes
from export.report.html_table import STYLE as TABLE_STYLE
from export.report.html_table import table
from export.report.report import ExportReport
from export.report.table import (
    class_drops,
    inputs_and_outputs,
    measurements,
    operations,
)

STYLE = """
:root { color-scheme: light dark; --line: #8886; --bad: #c62828;
  --good: #1b5e20; }
@media (prefers-color-scheme: dark) {
  :root { --bad: #ff8a80; --good: #a5d6a7; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto;
  max-width: 80rem; padding: 0 1rem; }
h1 { line-height: 1.2; margin: 0 0 .5rem; }
h2 { margin-top: 2.5rem; }
li, dd, figcaption { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr);
  gap: 0 1rem; }
dd { margin: 0; }
img, svg { max-width: 100%; height: auto; }
.kept { color: var(--good); font-weight: bold; }
.failed { color: var(--bad); font-weight: bold; }
""".strip()


def as_html(report: ExportReport) -> str:
    """The report as a page without scripts and without requests."""
    body = "\n".join(_parts(report))
    style = "\n".join([STYLE, TABLE_STYLE, CHANGES_STYLE])
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Export report</title>\n<style>\n{style}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _parts(report: ExportReport) -> Iterator[str]:
    yield "<h1>Export report</h1>"
    yield _verdict(report)
    yield _origin(report)
    yield table(measurements(report))
    for title, content in [
        ("Inputs and outputs", inputs_and_outputs(report)),
        ("The classes", class_drops(report)),
        ("The operations", operations(report)),
    ]:
        if content:
            yield f"<h2>{title}</h2>"
            yield table(content)
    if report.verification.changed_images:
        yield "<h2>The pixels that changed</h2>"
        yield changes(report)
    for section in report.sections:
        yield f"<h2>{escape(section.title)}</h2>"
        yield section.html


def _verdict(report: ExportReport) -> str:
    if not report.failures:
        words = "Every artifact keeps its limits and budgets."
        return f'<p class="kept">{words}</p>'
    lines = "\n".join(f"<li>{escape(line)}</li>" for line in report.failures)
    return f'<p class="failed">Not good enough:</p>\n<ul>\n{lines}\n</ul>'


def _origin(report: ExportReport) -> str:
    lines = [*report.origin.lines(), ("Machine", report.machine)]
    pairs = "\n".join(
        f"<dt>{name}</dt><dd>{escape(words)}</dd>" for name, words in lines
    )
    return f"<dl>\n{pairs}\n</dl>"
