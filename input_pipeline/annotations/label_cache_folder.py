"""Folder of the labels that are drawn from an export, one for each content.

It lies in the export as `.deeplab-labels`, or in the user's cache where the
export cannot be written to. Below it each state of the annotation files has a
folder of its own, named by a hash of what they hold: a changed export is
drawn anew, and a run that reads the labels of before is not disturbed.
"""

import contextlib
import hashlib
import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from input_pipeline.errors import DataError

try:
    import fcntl
except ImportError:  # Windows: old labels stay
    fcntl = None

NAME = ".deeplab-labels"
VERSION = "1"
"""Changes with what is drawn from the same files."""

_CHUNK = 2**20
_used: dict[Path, int] = {}
_logger = logging.getLogger("input_pipeline")


def content_hash(
    root: Path, files: Iterable[Path], facts: Iterable[str] = ()
) -> str:
    """SHA-256 of annotation files and their names, in hexadecimal.

    Args:
        root: folder that the names begin in.
        files: annotation files.
        facts: what else labels or samples follow from, such as names of
            photographs.

    Raises:
        DataError: if a file cannot be read.
    """
    total = hashlib.sha256(VERSION.encode())
    for fact in facts:
        total.update(b"fact %r" % fact.encode("utf-8", "surrogateescape"))
    for path in sorted(files):
        name = os.path.relpath(path, root).encode("utf-8", "surrogateescape")
        total.update(b"file %r" % name)
        try:
            with open(path, "rb") as file:
                total.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise DataError(
                f"{path} cannot be read: {error.strerror or error}"
            ) from error
    return total.hexdigest()


def cache_folder(root: Path, content: str) -> Path:
    """Makes the folder of one content, and removes those of older ones.

    Args:
        root: folder of the export.
        content: its hash.

    Raises:
        DataError: if it can be made nowhere.
    """
    folder = _writable(root) / content[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"{folder} cannot be made: {error.strerror or error}. Labels that "
            "are drawn from annotations are kept there"
        ) from error
    _use(folder)
    _remove_unused(folder.parent)
    return folder


def lies_in_cache(path: Path) -> bool:
    """Whether a file lies in such a folder, of whatever data set."""
    return NAME in path.parts or _outside() in path.parents


def _outside() -> Path:
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(caches).expanduser() / "deeplab_family/labels"


def _writable(root: Path) -> Path:
    inside = root / NAME
    try:
        inside.mkdir(exist_ok=True)
        probe = inside / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink(missing_ok=True)
        return inside
    except OSError as error:
        place = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
        outside = _outside() / place
        _logger.warning(
            "%s cannot be written to (%s); its labels are kept in %s",
            root,
            error.strerror or error,
            outside,
        )
        return outside


def _use(folder: Path) -> None:
    """Keeps a shared lock on a folder as long as this process lives."""
    if fcntl is None or folder in _used:
        return
    with contextlib.suppress(OSError):  # disks without locks
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        _used[folder] = handle


def _remove_unused(place: Path) -> None:
    if fcntl is None:
        return
    for folder in place.iterdir():
        if folder in _used or len(folder.name) != 16 or folder.is_symlink():
            continue
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(handle)
