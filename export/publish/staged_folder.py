"""A folder that appears complete or not at all."""

import errno
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tensorflow as tf

from deeplab_family.console.error_reason import error_line
from export.errors import ExportError
from export.publish.free_output import check_free
from export.publish.rename_transaction import (
    JOURNAL,
    RenameTransaction,
)
from input_pipeline.atomic_files import publish
from input_pipeline.draft_folder import (
    dead_folders,
    draft_folder,
    locked_folder,
)

PUBLISHING = ".deeplab-publishing"
SHORT_WRITE = re.compile(r"\d+ requested and \d+ written")
_logger = logging.getLogger("export")


@contextmanager
def staged_folder(
    output: Path,
    *,
    overwrite: bool = False,
    proof: str = "",
    grows: str = "",
) -> Iterator[Path]:
    """Yield a hidden folder that becomes `output` on success.

    On any failure, Ctrl-C included, the hidden folder is removed and whatever
    lay at `output` stays as it was. What a killed process left is removed by
    the next one, and what it was just replacing is put back.

    Args:
        output: where the finished folder goes. An empty folder is filled.
        overwrite: replace a folder that is already there.
        proof: name of a JSON file; only a folder that has it, and holds no
            file besides those listed in it under "files", may be replaced, so
            that a wrong path costs nobody their data.
        grows: name of a folder within that is merged, not replaced: what it
            holds stays, and it stays the same folder for whoever has it open
            or mounted.

    Raises:
        ExportError: something lies at `output`, the disk is full, or the
            place cannot be written to.
    """
    _put_back(output)
    check_free(output, overwrite, proof, grows)
    parents = output.absolute().parents
    missing = [parent for parent in parents if not parent.exists()]
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with draft_folder(output) as folder:
            stage = folder / output.name
            stage.mkdir()
            yield stage
            # Minutes later: somebody may have put something there.
            check_free(output, overwrite, proof, grows)
            _publish(stage, output, grows)
    except (OSError, tf.errors.OpError) as error:
        raise ExportError(_explain(error, output)) from error
    finally:
        _remove_empty(missing)


def _remove_empty(folders: list[Path]) -> None:
    """Remove the parents made for a folder that never came, deepest first."""
    for folder in folders:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()


def _publish(stage: Path, output: Path, grows: str) -> None:
    """Swap by renaming; the old folder comes back if that fails."""
    if not output.exists() or not any(output.iterdir()):
        publish(stage, output)
        return
    with locked_folder(output, PUBLISHING) as place:
        fresh, old = place / "new", place / "old"
        moves = RenameTransaction(backup=place)
        try:
            publish(stage, fresh)
            moves.move(output, old)
            if grows:
                _grow(moves, old / grows, fresh / grows)
            moves.move(fresh, output)
            moves.keep()
        except BaseException:
            moves.undo()
            raise
        finally:
            _remove(place)


def _put_back(output: Path) -> None:
    """Undo what a process that was killed while publishing left."""
    with dead_folders(output.parent, PUBLISHING) as places:
        for place in places:
            if (place / JOURNAL).exists():
                RenameTransaction(backup=place).undo()
                _logger.warning(
                    "an export was killed while it replaced a folder in %s: "
                    "the earlier one was put back",
                    output.parent,
                )
            _remove(place)


def _remove(place: Path) -> None:
    if not (place / JOURNAL).exists():  # otherwise it holds the old folder
        shutil.rmtree(place, ignore_errors=True)


def _grow(moves: RenameTransaction, earlier: Path, fresh: Path) -> None:
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
