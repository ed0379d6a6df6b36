"""Files that appear whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deeplab_family.draft_folder import draft_folder, publish


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
    with draft_folder(path) as folder:
        draft = folder / path.name
        try:
            yield draft
            publish(draft, path)
        except OSError as error:
            if error.errno:  # it names the draft, or, on a full disk, nothing
                error.filename = str(path)
            raise


def write_whole(path: str | os.PathLike, text: str) -> None:
    """Writes a UTF-8 text file; see `whole_file`."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8")
