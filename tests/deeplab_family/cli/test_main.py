import subprocess
import sys

import pytest

from deeplab_family import __version__
from deeplab_family.cli.main import COMMANDS, main


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"]])
def test_help_names_every_command(words, capsys):
    assert main(words) == 0
    text = capsys.readouterr().out
    assert all(f"\n  {command} " in text for command in COMMANDS)


def test_help_of_a_command_is_asked_for_in_both_ways(capsys):
    assert main(["help", "train"]) == 0
    text = capsys.readouterr().out
    assert main(["train", "--help"]) == 0
    assert capsys.readouterr().out == text
    assert text.startswith("usage: deeplab train DATA")


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_unknown_command_lists_the_known_ones(capsys):
    assert main(["tarin"]) == 2
    error = capsys.readouterr().err
    assert "unknown command 'tarin'" in error and "train" in error


def test_help_does_not_import_tensorflow():
    """One process asks for all, so the first to import it is named."""
    asked = [["--help"], *([command, "--help"] for command in COMMANDS)]
    program = f"""
import sys
from deeplab_family.cli.main import main
for words in {asked!r}:
    try:
        main(words)
    except SystemExit as end:
        assert not end.code, (words, end.code)
    assert 'tensorflow' not in sys.modules, words
    assert 'keras' not in sys.modules, words
"""
    subprocess.run([sys.executable, "-c", program], check=True)
