"""The numbered versions of a served model."""

from pathlib import Path


def next_version(*folders: Path) -> int:
    """One more than the highest version in a model's folders; 1 if none.

    Args:
        folders: each holds one folder for each version, named by its number.
    """
    numbers = [
        int(child.name)
        for folder in folders
        if folder.is_dir()
        for child in folder.iterdir()
        if child.is_dir() and child.name.isdecimal()
    ]
    return max(numbers, default=0) + 1
