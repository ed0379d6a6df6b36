"""Splits that the folders of an export are named after."""

from collections.abc import Iterable
from pathlib import Path

from input_pipeline.errors import DataError

SPLIT_WORDS = {
    *("train", "training", "val", "valid", "validation"),
    *("test", "testing", "dev"),
}


def splits_by_folder(paths: Iterable[Path], root: Path) -> dict[Path, str]:
    """The split of each file: the name of a folder between it and `root`.

    Args:
        paths: of files.
        root: folder of the export.

    Returns:
        Names of splits; all "" where no folder is named after one.

    Raises:
        DataError: if some lie in such folders and others do not.
    """
    found = {path: _split_of(path, root) for path in paths}
    outside = [path for path, split in found.items() if not split]
    if outside and len(outside) < len(found):
        inside = next(path for path in found if found[path])
        raise DataError(
            f"{inside} is of the split {found[inside]!r}, {outside[0]} of "
            "none: move the one or the other, so that all files lie in "
            "folders such as train and val, or none does"
        )
    return found


def _split_of(path: Path, root: Path) -> str:
    for part in path.relative_to(root).parts[:-1]:
        if part.lower() in SPLIT_WORDS:
            return part.lower()
    return ""
