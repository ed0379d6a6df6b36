"""Atomic files and folders: complete under their name, or not there.

They are written in a hidden folder beside their place, synced and renamed, so
a process that is killed and a power cut leave one state or the other.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from input_pipeline.draft_folder import draft_folder, publish
from input_pipeline.errors import DataError


@contextmanager
def atomic_file(path: str | os.PathLike) -> Iterator[Path]:
    """Gives a draft to write, and puts it in the place of `path` at the end.

    Missing folders on the way are made; an older file is replaced. The draft
    has the name of the file, for libraries that look at the ending, and lies
    on the same disk. If anything fails, also Ctrl-C, it is removed.

    Args:
        path: name of the file.

    Yields:
        The path to write to instead.

    Raises:
        OSError: if the file cannot be written; an older one is then intact.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft_folder(path) as folder:
        draft = folder / path.name
        try:
            yield draft
            publish(draft, path)
        except OSError as error:
            if error.errno:  # it names the draft, or, on a full disk, nothing
                error.filename = str(path)
            raise


def write_atomic(path: str | os.PathLike, content: str | bytes) -> None:
    """Writes bytes, or text in UTF-8; see `atomic_file`."""
    if isinstance(content, str):
        content = content.encode()
    with atomic_file(path) as draft:
        draft.write_bytes(content)


@contextmanager
def atomic_folder(path: str | Path) -> Iterator[Path]:
    """Gives a hidden folder to fill, and renames it to `path` at the end.

    If anything fails, also Ctrl-C, the hidden folder is removed.

    Args:
        path: folder to make; it must not exist or be empty.

    Yields:
        The folder to write into.

    Raises:
        DataError: if something is in the way or cannot be written.
    """
    path = Path(path)
    refuse_used(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft_folder(path) as folder:
            draft = folder / path.name
            draft.mkdir()
            yield draft
            publish(draft, path)
    except OSError as error:
        raise DataError(
            f"{path} cannot be written: {error.strerror or error}"
        ) from error


def refuse_used(path: Path) -> None:
    """Raises `DataError` if `path` exists and is not an empty folder."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise DataError(f"{path} is in use; name a new or empty folder")
