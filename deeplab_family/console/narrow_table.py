"""Tables that lose columns on a narrow screen rather than digits."""

from collections.abc import Sequence

import rich.box
import rich.table
from rich.console import Console
from rich.text import Text

from deeplab_family.console.terminal import (
    plain,
    printable,
)

LEAST_NAME = 8
"""Characters below which a column of words is no longer read."""


def fit(
    console: Console, table, width: int
) -> tuple[rich.table.Table, list[str]]:
    """Lays out a table so that every number it shows is whole.

    Where the screen is wide enough nothing is changed. Else the headings of
    numbers wrap, then columns are left out, and words wrap into the rest.

    Args:
        console: that measures the text.
        table: a `deeplab_family.console.tables.Table`.
        width: characters there are for it.

    Returns:
        What to print, and the headings of the columns left out.
    """
    kept = list(range(len(table.columns)))
    whole = _laid_out(table, kept)
    room = _measure(console, whole)
    if room <= width:
        return whole, []
    natural = [_widest(console, _cells(table, i, heading=True)) for i in kept]
    border = (room - sum(natural)) / len(kept)
    least = [_least(console, table, index) for index in kept]
    left_out = []
    for heading in table.least_asked:
        if sum(least[i] for i in kept) + border * len(kept) <= width:
            break
        others = [i for i in kept if table.columns[i].heading != heading]
        if others != kept:
            left_out.append(" ".join(heading.split()))
        kept = others
    return _laid_out(table, kept, least), left_out


def _laid_out(
    table, kept: Sequence[int], widths: Sequence[int] = ()
) -> rich.table.Table:
    """The columns `kept` of a table; those that do not wrap get a width."""
    frame = {} if table.framed else {"box": rich.box.SIMPLE_HEAD}
    shown = rich.table.Table(
        title=plain(table.title) if table.title else None,
        title_justify="left",
        caption=plain(table.caption) if table.caption else None,
        caption_justify="left",
        collapse_padding=not table.framed,
        pad_edge=table.framed,
        **frame,
    )
    for index in kept:
        column = table.columns[index]
        shown.add_column(
            Text(printable(column.heading)),
            justify="right" if column.number else "left",
            width=widths[index] if widths and not column.wraps else None,
            overflow="fold",
        )
    for row in table.rows:
        shown.add_row(*(plain(row[index]) for index in kept))
    shown.add_section()
    for place, row in enumerate(table.foot):
        style = "" if place else "bold"
        shown.add_row(*(plain(row[index]) for index in kept), style=style)
    return shown


def _least(console: Console, table, index: int) -> int:
    """Characters that a column needs to be read."""
    cells = _cells(table, index)
    if table.columns[index].wraps:
        return min(LEAST_NAME, _widest(console, cells))
    parts = map(Text, table.columns[index].heading.split())
    return _widest(console, [*cells, *parts])


def _cells(table, index: int, heading: bool = False) -> list[Text]:
    cells = [plain(row[index]) for row in (*table.rows, *table.foot)]
    head = [Text(printable(table.columns[index].heading))] if heading else []
    return head + cells


def _widest(console: Console, cells) -> int:
    return max((_measure(console, cell) for cell in cells), default=0)


def _measure(console: Console, shown) -> int:
    options = console.options.update(width=10_000)
    return console.measure(shown, options=options).maximum
