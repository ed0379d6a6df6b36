"""Tables that lose columns on a narrow screen rather than digits."""

from collections.abc import Sequence

from rich.table import Column, Table

from deeplab_family.terminal import Console

LEAST_NAME = 8
"""Characters below which a column of names is no longer read."""


def print_table(
    console: Console,
    table: Table,
    drop: Sequence[str] = (),
    wraps: Sequence[str] = (),
) -> None:
    """Prints a table so that every number it shows is whole.

    Where the screen is wide enough nothing is changed. Else the headers of
    numbers wrap, then columns are left out, and names wrap into the rest.

    Args:
        console: where to.
        table: its columns of numbers are those aligned to the right.
        drop: headers of the columns that may be left out, the first one
            first. A line below the table says which were.
        wraps: headers of columns aligned to the right whose cells may wrap.
    """
    left_out = []
    if console.measure(table, options=_wide(console)).maximum > console.width:
        left_out = _narrow(console, table, drop, wraps)
    console.print(table)
    if left_out:
        names = ", ".join(" ".join(name.split()) for name in left_out)
        console.print(f"Too narrow for: {names}", soft_wrap=True)


def _narrow(console: Console, table: Table, drop, wraps) -> list[str]:
    columns = table.columns
    natural = sum(_widest(console, [*c.cells, c.header]) for c in columns)
    borders = console.measure(table, options=_wide(console)).maximum - natural
    border = borders / len(columns)
    for column in columns:
        if column.justify == "right" and str(column.header) not in wraps:
            column.width = _need(console, table, column)
        else:
            column.overflow, column.no_wrap = "fold", False
    left_out = []
    for header in drop:
        least = sum(c.width or _name(console, c) for c in columns)
        if least + border * len(columns) <= console.width:
            break
        found = [c for c in columns if str(c.header) == header]
        left_out += [header] * bool(found)
        for column in found:
            columns.remove(column)
    for place, column in enumerate(columns):
        column._index = place  # rich pads the first and the last one by it
    return left_out


def _name(console: Console, column: Column) -> int:
    return min(LEAST_NAME, _widest(console, column.cells))


def _need(console: Console, table: Table, column: Column) -> int:
    """The longest number, or the longest word above it."""
    words = str(column.header).split() if table.show_header else []
    return _widest(console, [*column.cells, *words])


def _widest(console: Console, cells) -> int:
    options = _wide(console)
    widths = [console.measure(c, options=options).maximum for c in cells]
    return max(widths, default=0)


def _wide(console: Console):
    return console.options.update(width=10_000)
