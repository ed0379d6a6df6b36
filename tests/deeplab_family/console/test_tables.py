import io

import pytest

from deeplab_family.console.tables import (
    Table,
    cell,
    numbers,
    words,
)
from deeplab_family.console.terminal import Console

SIZES = words("file") + numbers("MB")


def test_markdown_by_hand():
    table = Table(
        columns=SIZES,
        rows=(("a|b", "1"),),
        foot=(("all", "2"),),
        caption="in millions",
    )
    lines = ["| file | MB |", "| --- | --- |", "| a\\|b | 1 |", "| all | 2 |"]
    assert table.markdown() == "\n".join([*lines, "", "in millions"])


def test_a_name_cannot_leave_its_cell():
    table = Table(
        columns=words("a"), rows=(("<script>x</script>|\x1b[2J\n# y",),)
    )
    assert table.markdown().splitlines()[2] == (
        "| &lt;script&gt;x&lt;/script&gt;\\|\\x1b[2J # y |"
    )


def test_markup_of_a_page_stays_in_a_cell():
    text = "`f(a=1)` and [a link](https://example.org/x?y=1)"
    assert cell(text) == text


def test_a_terminal_shows_the_same_cells_and_the_totals_below_a_line():
    table = Table(
        columns=SIZES,
        rows=(("[b]x", "1"), ("\x1b[2J", "2")),
        foot=(("all", "3"),),
        title="Sizes",
        caption="in millions",
    )
    text = io.StringIO()
    Console(file=text, width=40).print(table)
    title, *_, x, escape, rule, total, _, caption = text.getvalue().splitlines()
    assert (title.strip(), caption.strip()) == ("Sizes", "in millions")
    assert x.strip("\u2502 ").startswith("[b]x")
    assert "\\x1b[2J" in escape
    assert set(rule) <= set("\u251c\u2500\u253c\u2524")
    assert total.startswith("\u2502 all") and total.endswith(" 3 \u2502")


@pytest.mark.parametrize("row", [("a",), ("a", "1", "2")])
def test_a_row_of_another_length_is_refused(row):
    with pytest.raises(ValueError, match=r"a cell for each of .*'MB'"):
        Table(columns=SIZES, rows=(row,))
    with pytest.raises(ValueError, match="Received"):
        Table(columns=SIZES, rows=(), foot=(row,))
