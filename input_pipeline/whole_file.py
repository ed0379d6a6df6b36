"""Writes a file that is either complete or not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from input_pipeline.draft_folder import draft_folder, publish


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a draft to write, and puts it in the place of `path` at the end.

    If anything fails, also Ctrl-C, the draft is removed and `path` is as it
    was. What `path` holds afterwards outlives a loss of power.

    Args:
        path: file to make or to replace; its folder exists.

    Yields:
        The file to write, of the same name, in a hidden folder beside it.
    """
    with draft_folder(path) as folder:
        draft = folder / path.name
        yield draft
        publish(draft, path)
