"""Paths behind flags, looked at when they are read: errors name the flag."""

import os
from pathlib import Path

from deeplab_family.console.suggestions import near_path


def require_folder(
    path: Path | None, word: str, meaning: str, may_be_empty: bool = False
) -> None:
    """Refuses what is no folder, or one with nothing in it.

    Args:
        path: None for not given.
        word: what it stands behind, such as "--images" or "DATA".
        meaning: what is wanted, such as "a folder of photographs".
        may_be_empty: leaves an empty folder to whoever reads it.

    Raises:
        ValueError: names the path and what may be meant.
    """
    if path is None:
        return
    wanted = f"{word} is {meaning}"
    _require_there(path, "folder", wanted)
    if not path.is_dir():
        raise ValueError(f"{path} is a file. {wanted}")
    if not may_be_empty and is_empty(path):
        raise ValueError(f"{path} is an empty folder. {wanted}")


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing, not even a hidden file."""
    with os.scandir(folder) as entries:
        return next(entries, None) is None


def require_file(path: Path | None, word: str, meaning: str) -> None:
    """Refuses what is no file; see `require_folder`."""
    if path is None:
        return
    wanted = f"{word} is {meaning}"
    _require_there(path, "file", wanted)
    if path.is_dir():
        raise ValueError(f"{path} is a folder. {wanted}")


def require_output_folder(
    path: Path | None, word: str, is_new: bool = False
) -> None:
    """Refuses a folder to write to that is a file, or lies below one.

    Args:
        path: None for not given.
        word: as `require_folder` takes it.
        is_new: refuse a folder that holds something.

    Raises:
        ValueError: names the file.
    """
    if path is None:
        return
    place = next(p for p in (path, *path.parents) if os.path.lexists(p))
    if not place.is_dir():
        raise ValueError(
            f"{place} is a file, and {word} {path} is to be a folder. Name "
            "another"
        )
    if is_new and path.is_dir() and not is_empty(path):
        raise ValueError(f"{path} is in use; name a new or empty folder")


def require_there(path: Path, word: str, meaning: str) -> None:
    """Refuses what is neither a file nor a folder; see `require_folder`."""
    _require_there(path, "file or folder", f"{word} is {meaning}")


def _require_there(path: Path, kind: str, wanted: str) -> None:
    if path.is_symlink() and not path.exists():
        raise ValueError(
            f"{path} is a link to {os.readlink(path)}, which is not there. "
            f"{wanted}"
        )
    if not path.exists():
        raise ValueError(
            f"there is no {kind} {path}{near_path(path)}. {wanted}"
        )
