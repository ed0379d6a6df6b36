"""Text files that name the samples of a split, one a line."""

from collections.abc import Iterable
from pathlib import Path

from input_pipeline.errors import DataError

SHOWN = 5


def read_names(path: Path) -> list[str]:
    """Reads a list; empty lines are left out.

    Raises:
        DataError: if the file cannot be read, is empty, or names something
            twice or outside of its folder.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} is not a readable text file") from error
    names = [line.strip() for line in lines if line.strip()]
    if not names:
        raise DataError(f"{path} names no image")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{path} names {twice!r} twice. Remove one of them")
    strange = [name for name in names if "/" in name or "\0" in name]
    if strange:
        raise DataError(
            f"{path} must hold one file name without ending a line. "
            f"Found {strange[0]!r}"
        )
    return names


def refuse_missing(paths: Iterable[Path], split: str) -> None:
    """Raises `DataError` with the first files that do not exist."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        more = ", ..." if len(missing) > SHOWN else ""
        raise DataError(
            f"{len(missing)} files of the split {split!r} are missing: "
            f"{', '.join(missing[:SHOWN])}{more}"
        )
