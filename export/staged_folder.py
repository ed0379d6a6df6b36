"""A folder that appears complete or not at all."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tensorflow as tf

from deeplab_family.error_line import error_line
from export.errors import ExportError
from export.moves import Moves

SHORT_WRITE = re.compile(r"\d+ requested and \d+ written")


@contextmanager
def staged_folder(
    output: Path,
    *,
    overwrite: bool = False,
    proof: str = "",
    grows: str = "",
) -> Iterator[Path]:
    """Yield a hidden sibling folder that becomes `output` on success.

    On any failure, Ctrl-C included, the sibling is removed and whatever lay
    at `output` stays as it was.

    Args:
        output: where the finished folder goes. An empty folder is filled.
        overwrite: replace a folder that is already there.
        proof: a file name; only a folder that has it may be replaced, so
            that a wrong path costs nobody their data.
        grows: name of a folder within that is merged, not replaced: what it
            holds stays, and it stays the same folder for whoever has it open
            or mounted.

    Raises:
        ExportError: something lies at `output`, the disk is full, or the
            place cannot be written to.
    """
    _check_free(output, overwrite, proof)
    stage = output.parent / f".{output.name}.{os.getpid()}.partial"
    missing = [parent for parent in stage.parents if not parent.exists()]
    try:
        stage.mkdir(parents=True)
        yield stage
        _publish(stage, output, grows)
    except (OSError, tf.errors.OpError) as error:
        raise ExportError(_explain(error, output)) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        _remove_empty(missing)


def _remove_empty(folders: list[Path]) -> None:
    """Remove the parents made for a folder that never came, deepest first."""
    for folder in folders:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _check_free(output: Path, overwrite: bool, proof: str) -> None:
    if not output.exists():
        return
    if not output.is_dir():
        raise ExportError(f"{output}: is a file; give a folder to write to")
    if not any(output.iterdir()):
        return
    if not overwrite:
        raise ExportError(
            f"{output}: already exists and is left untouched. Give another "
            "folder, or pass `overwrite` (--overwrite)"
        )
    if proof and not (output / proof).exists():
        raise ExportError(
            f"{output}: holds no {proof}, so it is not an earlier export and "
            "will not be overwritten. Give another folder"
        )


def _publish(stage: Path, output: Path, grows: str) -> None:
    """Swap by renaming; the old folder comes back if that fails."""
    if not output.exists():
        stage.rename(output)
        return
    old = stage.with_suffix(".old")
    moves = Moves(attic=old)
    try:
        moves.move(output, old)
        if grows:
            _grow(moves, old / grows, stage / grows)
        moves.move(stage, output)
    except BaseException:
        moves.undo()
        raise
    shutil.rmtree(old, ignore_errors=True)


def _grow(moves: Moves, earlier: Path, fresh: Path) -> None:
    """Let the earlier folder take in the fresh one, and its place."""
    if not earlier.is_dir():
        return
    if fresh.exists():
        moves.merge(fresh, earlier)
        moves.set_aside(fresh)
    moves.move(earlier, fresh)


def _explain(error: Exception, output: Path) -> str:
    number, text = getattr(error, "errno", None), str(error)
    # TensorFlow and numpy pass on the words, or less, but no number.
    short = "No space left" in text or SHORT_WRITE.fullmatch(text)
    if number in (errno.ENOSPC, errno.EDQUOT) or short:
        return (
            f"{output}: the disk is full, nothing was written. Free some "
            "space or export to another disk"
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{output}: no permission to write in {output.parent}, nothing "
            "was written. Choose a folder of yours"
        )
    return f"{output}: nothing was written: {error_line(error)}"
