import dataclasses
import subprocess
import sys

import pytest

from deeplab_family.cli.main import main
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


TYPOS = {
    "compare": "--image-sise",
    "data-service": "--dispacher",
    "demo": "--stpes",
    "doctor": "--datset",
    "evaluate": "--datset",
    "export": "--artefacts",
    "inspect": "--num-clases",
    "predict": "--ouput",
    "records": "--shrads",
    "verify": "--image-limt",
}


def test_a_typo_in_any_command_is_seen_before_tensorflow_is_imported():
    program = (
        "import sys\n"
        "from deeplab_family.cli.main import main\n"
        f"for command, flag in {TYPOS!r}.items():\n"
        "    try:\n"
        "        main([command, flag, '3'])\n"
        "    except SystemExit as end:\n"
        "        assert end.code == 2, (command, end.code)\n"
        "    else:\n"
        "        assert False, command\n"
        "    assert 'tensorflow' not in sys.modules, command\n"
        "    assert 'keras' not in sys.modules, command\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Perhaps you meant") == len(TYPOS)


WORDS = {
    "data-service": "dispatcher or worker is missing",
    "doctor": "DATA is missing",
    "evaluate": "MODEL is missing",
    "export": "MODEL is missing",
    "compare": "MODEL is missing",
    "inspect": "MODEL is missing",
    "predict": "MODEL is missing",
    "records": "DATA is missing",
    "verify": "EXPORT is missing",
}


@pytest.mark.parametrize("command", WORDS)
def test_a_missing_word_is_answered_with_an_example_in_one_line(
    command, capsys
):
    assert main([command]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(
        f"error: {WORDS[command]}. For example: deeplab {command}"
    )


@pytest.mark.parametrize("command", WORDS)
def test_each_help_text_has_an_example(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert f"Example: deeplab {command} " in capsys.readouterr().out
