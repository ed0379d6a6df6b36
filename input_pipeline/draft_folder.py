"""Draft folders: hidden, locked, and swept after a kill."""

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: what killed processes left stays there
    fcntl = None

PARTIAL = ".deeplab-partial"
_NAME_LENGTH = 40  # of 255 bytes that a name may have
_swept: set[Path] = set()
_logger = logging.getLogger(__name__.partition(".")[0])


@contextlib.contextmanager
def draft_folder(path: Path) -> Iterator[Path]:
    """Gives an empty folder beside `path`, and removes it at the end.

    The first draft of a process in a folder removes the drafts that killed
    processes left there, with a warning for each.

    Args:
        path: what the draft is for; its folder exists.

    Raises:
        OSError: if no folder can be made there.
    """
    if path.parent not in _swept:
        _swept.add(path.parent)
        sweep(path.parent)
    with locked_folder(path, PARTIAL) as draft:
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextlib.contextmanager
def locked_folder(path: Path, suffix: str) -> Iterator[Path]:
    """Gives a new folder beside `path`, locked until the process ends.

    Args:
        path: its name becomes part of that of the folder.
        suffix: the end of the folder's name.
    """
    handle = None
    while handle is None:
        prefix = f".{path.name[:_NAME_LENGTH]}."
        folder = Path(tempfile.mkdtemp(suffix, prefix, path.parent))
        # None: a sweep came in between and took it for abandoned.
        handle = _lock(folder)
    try:
        yield folder
    finally:
        os.close(handle)


@contextlib.contextmanager
def dead_folders(place: Path, suffix: str) -> Iterator[list[Path]]:
    """The folders of `locked_folder` whose processes ended without them.

    Args:
        place: the folder to look in.
        suffix: the end of their names.

    Yields:
        The folders, locked meanwhile against others who look for them.
    """
    # Without locks nobody knows who is alive.
    found = sorted(place.glob(f".*{suffix}")) if fcntl else []
    handles = {path: _lock(path, strict=True) for path in found}
    dead = {path: n for path, n in handles.items() if n is not None}
    try:
        yield list(dead)
    finally:
        for handle in dead.values():
            os.close(handle)


def sweep(place: Path) -> None:
    """Removes the drafts that killed processes left in a folder."""
    with dead_folders(place, PARTIAL) as folders:
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                _logger.warning(
                    "removed %s, which a process that was killed left", folder
                )


def publish(draft: Path, path: Path) -> None:
    """Gives a finished file or folder its name, safe from a loss of power.

    Raises:
        OSError: if the disk is full or broken; `path` is then as it was.
    """
    for file in sorted(draft.rglob("*")) if draft.is_dir() else ():
        _sync(file)
    _sync(draft)
    os.replace(draft, path)
    _sync(path.parent)


def _lock(folder: Path, strict: bool = False) -> int | None:
    """A handle that keeps the lock; None if another process has it.

    Args:
        folder: what to lock.
        strict: whether a disk without locks gives None too.
    """
    if fcntl is None:
        return os.open(os.devnull, os.O_RDONLY)
    try:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        handle = os.open(folder, flags)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        taken = not folder.exists()  # removed by a sweep just now
    except BlockingIOError:
        taken = True
    except OSError:
        taken = strict
    if taken:
        os.close(handle)
        return None
    return handle


def _sync(path: Path) -> None:
    if path.is_symlink() or (path.is_dir() and fcntl is None):
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some disks sync files only
            raise
    finally:
        os.close(handle)
