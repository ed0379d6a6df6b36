"""Files that appear whole or not at all."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: str | os.PathLike) -> Iterator[Path]:
    """Gives a draft to write, and puts it in the place of `path` at the end.

    Missing folders on the way are made; an older file is replaced. The draft
    has the name of the file, for libraries that look at the ending, and lies
    on the same disk. If anything fails, also Ctrl-C, it is removed. Draft and
    folder are synced, so that a power cut leaves one file or the other.

    Args:
        path: name of the file.

    Yields:
        The path to write to instead.

    Raises:
        OSError: if the file cannot be written; an older one is then intact.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=path.parent, prefix=f".{path.name}."
    ) as folder:
        draft = Path(folder) / path.name
        yield draft
        with draft.open("r+b") as file:
            os.fsync(file.fileno())
        os.replace(draft, path)
        with contextlib.suppress(OSError):  # not every disk syncs folders
            _sync_folder(path.parent)


def write_whole(path: str | os.PathLike, text: str) -> None:
    """Writes a UTF-8 text file; see `whole_file`."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8")


def _sync_folder(path: Path):
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
