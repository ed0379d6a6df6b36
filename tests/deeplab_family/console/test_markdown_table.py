import pytest

from deeplab_family.console.markdown_table import markdown_rows
from deeplab_family.console.tables import Table, words

PAGE = """Text | with a line

| head | ms |
| --- | --- |
| **a** | 3 |
| b | 4.5 |

| | other |
| --- | --- |
| x | y |
"""


def test_rows_are_named_by_the_headings():
    assert markdown_rows(PAGE, "head") == [
        {"head": "a", "ms": "3"},
        {"head": "b", "ms": "4.5"},
    ]
    assert markdown_rows(PAGE, "", "other") == [{"": "x", "other": "y"}]


def test_what_a_table_writes_is_read_back():
    rows = (("1", "two words"), ("", "3.5"))
    text = Table(columns=words("n", "what"), rows=rows).markdown()
    assert markdown_rows(text, "n") == [
        {"n": n, "what": what} for n, what in rows
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "Received: 0"),
        (f"{PAGE}\n{PAGE}", "Received: 2"),
        ("| head | ms |\n| --- | --- |\n| a |\n", "2 cells"),
    ],
)
def test_a_page_without_the_table_is_refused(text, what):
    with pytest.raises(ValueError, match=what):
        markdown_rows(text, "head")
