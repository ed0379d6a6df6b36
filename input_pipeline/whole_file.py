"""Writes a file that is either complete or not there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a hidden file to write, and renames it to `path` at the end.

    If anything fails, also Ctrl-C, the hidden file is removed and `path` is
    as it was.

    Args:
        path: file to make or to replace; its folder exists.

    Yields:
        The file to write, empty, in the same folder.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o644)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
