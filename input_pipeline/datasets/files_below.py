"""Files below a folder, without those that tools and systems hide."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path


def files_below(root: Path, endings: str | tuple[str, ...]) -> list[Path]:
    """The files of a folder and of those below it, sorted.

    Args:
        root: the folder.
        endings: of their names, in small letters; names are compared so.

    Returns:
        Files whose names, and whose folders' names, begin with no dot.
    """
    found = []
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(".")]
        found += [
            Path(folder, name)
            for name in names
            if not name.startswith(".") and name.lower().endswith(endings)
        ]
    return sorted(path for path in found if path.is_file())


def files_of_first_place(
    root: Path, places: Sequence[str], is_meant: Callable[[Path], bool]
) -> list[Path]:
    """The files of the first place that has any, sorted.

    Args:
        root: the folder.
        places: glob patterns below it.
        is_meant: decides about a file; none whose name begins with a dot.
    """
    for place in places:
        found = [
            path
            for path in sorted(root.glob(place))
            if not path.name.startswith(".")
            and path.is_file()
            and is_meant(path)
        ]
        if found:
            return found
    return []
