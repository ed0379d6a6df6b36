"""Output paths of a command, checked before the first is written."""

import functools
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

SHOWN = 3


def check_outputs(
    outputs: Iterable[Path | None],
    inputs: Iterable[Path | None] = (),
    *,
    overwrite: bool = False,
) -> None:
    """Refuses outputs by which a file would be lost, or that cannot be made.

    Names that differ in capital letters only count as one file, as they are
    on many disks; links count as what they lead to.

    Args:
        outputs: files to write. None stands for an option that was not given,
            here and below.
        inputs: files and folders that are read. They are never replaced, nor
            is a file within such a folder.
        overwrite: whether other files that are there may be replaced.

    Raises:
        ValueError: if two outputs are one file, or one of them is an input, is
            there already, is no file, or lies where nothing can be written.
            The message names the file and what to do.
    """
    wanted = [Path(path) for path in outputs if path is not None]
    _refuse_collisions(wanted)
    _refuse_what_is_no_file(wanted)
    _refuse_inputs(wanted, [Path(path) for path in inputs if path is not None])
    if not overwrite:
        _refuse_existing(wanted)
    for folder in dict.fromkeys(path.parent for path in wanted):
        _refuse_unwritable(folder)


def _refuse_collisions(outputs: Sequence[Path]) -> None:
    seen = {}
    for path in outputs:
        other = seen.setdefault(_key(path), path)
        if other is not path:
            raise ValueError(
                f"{other} and {path} would be written to one file. Give each "
                "a name of its own."
            )
    for path in outputs:
        for above in _key(path).parents:
            if above in seen:
                raise ValueError(
                    f"{seen[above]} is to be a file, and a folder for {path}. "
                    "Give another name."
                )


def _refuse_inputs(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    read = {_number(path): path for path in inputs if path.exists()}
    read_folders = {n: path for n, path in read.items() if path.is_dir()}

    @functools.cache
    def read_folder_of(folder: Path) -> Path | None:
        real = folder.resolve()
        numbers = (_number(place) for place in (real, *real.parents))
        return next(
            (read_folders[n] for n in numbers if n in read_folders), None
        )

    for path in filter(Path.exists, outputs):
        if _number(path) in read:
            raise ValueError(
                f"{path} is read as {read[_number(path)]} and would be "
                "overwritten. Name another output."
            )
        folder = read_folder_of(path.parent)
        if folder is not None:
            raise ValueError(
                f"{path} is there already, within {folder}, which is read: it "
                "is never overwritten. Name another output."
            )


def _refuse_what_is_no_file(outputs: Sequence[Path]) -> None:
    for path in outputs:
        if path.is_dir():
            raise ValueError(f"{path} is a folder. Name a file.")
        if path.exists() and not path.is_file():
            raise ValueError(
                f"{path} is a device or a pipe. Name a file of a disk."
            )


def _refuse_existing(outputs: Sequence[Path]) -> None:
    there = [path for path in outputs if os.path.lexists(path)]
    if there:
        names = ", ".join(map(str, there[:SHOWN]))
        more = len(there) - SHOWN
        rest = f" and {more} more" if more > 0 else ""
        raise ValueError(
            f"{names}{rest}: there already, and left untouched. Name another "
            "output, or pass --overwrite to replace what is there."
        )


def _refuse_unwritable(folder: Path) -> None:
    above = (folder, *folder.parents)
    place = next(path for path in above if os.path.lexists(path))
    if not place.is_dir():
        raise ValueError(
            f"{place} is a file, so {folder} cannot be a folder. Name another "
            "output."
        )
    try:
        # Rights alone do not say it: root has all, also on a read-only disk.
        tempfile.TemporaryFile(dir=place).close()
    except OSError as error:
        raise ValueError(
            f"{place} cannot be written to: {error.strerror or error}. Name "
            "another output."
        ) from error


def _key(path: Path) -> Path:
    real = f"{path.parent.resolve()}{os.sep}{path.name}"
    return Path(unicodedata.normalize("NFC", real).casefold())


def _number(path: Path) -> tuple[int, int]:
    """The same for every name of a file."""
    found = path.stat()
    return found.st_dev, found.st_ino
