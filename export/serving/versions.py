"""The numbered versions of a served model."""

from pathlib import Path


def next_version(folder: Path) -> int:
    """One more than the highest version in a model's folder; 1 if none.

    Args:
        folder: holds one folder for each version, named by its number.
    """
    if not folder.is_dir():
        return 1
    numbers = [
        int(child.name)
        for child in folder.iterdir()
        if child.is_dir() and child.name.isdecimal()
    ]
    return max(numbers, default=0) + 1
