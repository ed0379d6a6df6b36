import dataclasses

import pytest

from deeplab_family.cli.options import parse


@dataclasses.dataclass(frozen=True)
class Options:
    """Says hello.

    Attributes:
        count: how often.
    """

    count: int = 1


def test_fields_are_flags():
    assert parse(Options, "hello", ["--count", "3"]).count == 3


def test_help_tells_the_meaning_of_a_field(capsys):
    with pytest.raises(SystemExit) as end:
        parse(Options, "hello", ["--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert "deeplab hello" in text and "how often" in text


def test_unknown_flags_end_with_status_two(capsys):
    with pytest.raises(SystemExit) as end:
        parse(Options, "hello", ["--cuont", "3"])
    assert end.value.code == 2
