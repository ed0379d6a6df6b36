"""Makes a folder that is either complete or not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from input_pipeline.draft_folder import draft_folder, publish
from input_pipeline.errors import DataError


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
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
