"""Commands of the project, as somebody would type them."""

import subprocess
import tempfile
from pathlib import Path

from deeplab_family.child_process import child_command

MODULE = "deeplab_family.cli.main"


def run_deeplab(*words, folder: Path | None = None, statuses=(0,)) -> None:
    """Runs `deeplab` with some words.

    Args:
        words: of the command, which may be paths and numbers.
        folder: where it is run; here, if not given.
        statuses: exit statuses that are well; 1 for a doctor who finds
            something.

    Raises:
        subprocess.CalledProcessError: for another status.
    """
    command = [*child_command(module=MODULE), *map(str, words)]
    ended = subprocess.run(command, cwd=folder, check=False)
    if ended.returncode not in statuses:
        raise subprocess.CalledProcessError(ended.returncode, command)


def file_of_command(name: str, *words, folder: Path) -> bytes:
    """The file that a command writes behind `--output`.

    Args:
        name: of the file, whose ending is its format.
        words: of the command, but for `--output`.
        folder: where it is run.
    """
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch).resolve() / name
        run_deeplab(*words, "--output", file, folder=folder)
        return file.read_bytes()
