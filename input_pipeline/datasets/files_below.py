"""Files below a folder, without those that tools and systems hide."""

import os
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
