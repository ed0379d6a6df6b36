"""Tables of text for terminals, Markdown pages and the HTML report."""

from dataclasses import dataclass
from html import escape

from rich.text import Text

from deeplab_family.console.narrow_table import fit
from deeplab_family.console.terminal import printable


@dataclass(frozen=True)
class Column:
    """One column of a `Table`.

    Args:
        heading: may hold line breaks, for a terminal.
        number: cells are numbers, aligned to the right.
        wraps: a narrow screen may break cells over several lines.
    """

    heading: str
    number: bool = False
    wraps: bool = True


def words(*headings: str) -> tuple[Column, ...]:
    """Columns of words, which wrap on a narrow screen."""
    return tuple(map(Column, headings))


def numbers(*headings: str) -> tuple[Column, ...]:
    """Columns of numbers, which are shown whole on every screen."""
    return tuple(Column(name, number=True, wraps=False) for name in headings)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of text under headings; the first column names the rows.

    A console of `rich` prints it. On a narrow screen it loses columns rather
    than digits, and a line below says which. Names from files cannot break
    out of their cells, on no page and no terminal.

    Args:
        columns: made by `words` and `numbers`.
        rows: as many cells each.
        foot: rows below a line, such as totals; the first is emphasized.
        title: above the table, on a terminal.
        caption: below it, what the numbers are.
        least_asked: headings of the columns that a narrow screen leaves out,
            the first one first.
        framed: draw lines around the cells, on a terminal.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    caption: str = ""
    least_asked: tuple[str, ...] = ()
    framed: bool = True

    def __post_init__(self):
        for row in (*self.rows, *self.foot):
            if len(row) != len(self.columns):
                raise ValueError(
                    "every row of a table needs a cell for each of "
                    f"{self.headings}. Received: {row}"
                )

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the columns."""
        return tuple(column.heading for column in self.columns)

    @property
    def has_numbers(self) -> bool:
        """Whether any column holds numbers."""
        return any(column.number for column in self.columns)

    def markdown(self) -> str:
        """The table for a Markdown page, and its caption below it."""
        rule = ("---",) * len(self.columns)
        lines = (self.headings, rule, *self.rows, *self.foot)
        text = "\n".join(f"| {' | '.join(map(cell, line))} |" for line in lines)
        return f"{text}\n\n{self.caption}" if self.caption else text

    def __rich_console__(self, console, options):
        """How `rich` prints it, within the width that it has."""
        table, left_out = fit(console, self, options.max_width)
        yield table
        if left_out:
            yield Text(f"Too narrow for: {', '.join(left_out)}")


def cell(text: str) -> str:
    """Text within a line or a cell of a Markdown page.

    Names come from anywhere: none may end the table or hold HTML.
    """
    shown = escape(printable(" ".join(text.split("\n")), ""), quote=False)
    return shown.replace("|", "\\|")
