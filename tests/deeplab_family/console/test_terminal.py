import io
import logging
import sys

import pytest
from rich.padding import Padding
from rich.table import Table

from deeplab_family.console.terminal import (
    Console,
    plain,
    prepare_streams,
    printable,
)

# Latin, Chinese, Arabic, and Persian, whose words need an unseen joiner.
NAMES = "Stra\u00dfe, \u9053\u8def, \u0639\u0645, \u0647\u0627\u200c\u06cc"
HOSTILE = "[/b] :smile: \x1b[2J\x1b]0;title\x07 wall"
SHOWN = "[/b] :smile: \\x1b[2J\\x1b]0;title\\x07 wall"


def printed(content) -> str:
    text = io.StringIO()
    Console(file=text, width=100, force_terminal=True).print(content)
    return text.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (NAMES, NAMES),
        ("a\tb\nc", "a\tb\nc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("gpj.\u202eexe", "gpj.\\u202eexe"),
        (b"\xff\xe9.jpg".decode("utf-8", "surrogateescape"), "\\xff\\xe9.jpg"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(text, shown):
    assert printable(text) == shown


def test_a_cell_is_one_line():
    assert plain("a\nb").plain == "a\\nb"


def test_a_string_is_shown_as_it_is_written():
    assert printed(HOSTILE) == SHOWN + "\n"


def test_a_table_shows_names_as_they_are_written():
    table = Table(title=HOSTILE)
    table.add_column(HOSTILE)
    table.add_row(HOSTILE)
    table.add_row(plain(HOSTILE))

    text = printed(table)

    assert text.count("\\x1b[2J") == 4
    assert "\x1b[2J" not in text and "\x07" not in text


def test_names_that_the_encoding_lacks_are_written_out(monkeypatch):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", stream)

    prepare_streams()
    print("stra\u00dfe \udcff")

    assert raw.getvalue() == b"stra\\xdfe \\udcff\n"


def test_the_log_of_the_pipeline_is_written_out(caplog):
    prepare_streams()

    logging.getLogger("input_pipeline").warning("skips %s", "\x1b[2J\udcff")

    assert caplog.messages == ["skips \\x1b[2J\\xff"]


def test_a_log_file_gets_a_row_in_one_line(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    table = Table("file", "detail")
    table.add_row("serving/segmenter/1/", "word " * 20 + "last")
    Console().print(table)
    (line,) = [
        line for line in capsys.readouterr().out.splitlines() if "segm" in line
    ]
    assert "last" in line
    monkeypatch.setenv("COLUMNS", "60")
    Console().print(table)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_a_file_gets_no_blanks_at_the_end_of_a_line():
    table = Table("name", title="a title")
    table.add_row("a\nlonger")
    text = io.StringIO()
    console = Console(file=text)
    console.print(table)
    console.print(Padding("indented", (0, 0, 0, 2)))
    console.print("no end ", end="")
    lines = text.getvalue().split("\n")
    assert "  indented" in lines and "│ longer │" in lines
    assert [line for line in lines if line != line.rstrip()] == []
