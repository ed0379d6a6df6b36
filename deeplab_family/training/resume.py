"""Resume of a run: the newest checkpoint that is whole, out of those kept."""

import dataclasses
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from deeplab_family.training.checkpoint_file import (
    DamagedFileError,
    read_record,
)
from deeplab_family.training.train_state import TrainState
from deeplab_family.weights import Receipt

logger = logging.getLogger("deeplab_family")


@dataclasses.dataclass(frozen=True)
class Checkpoint:
    """A file to resume from, known to be whole.

    Attributes:
        path: a `.keras` file.
        state: where the run was.
        recipe: what it trained, from `tree_of`.
        weights: what it started from; None for fresh weights.
    """

    path: Path
    state: TrainState
    recipe: dict
    weights: Receipt | None = None


def read_checkpoint(path: Path) -> Checkpoint:
    """Reads where a run was; the network stays in the file.

    Raises:
        DamagedFileError: if the file is not as it was written.
        KeyError, TypeError: if it is no checkpoint.
        OSError: if it cannot be read.
    """
    record = read_record(path)
    state = TrainState(**record["state"])
    receipt = record.get("weights")
    weights = Receipt.from_tree(receipt) if receipt else None
    return Checkpoint(path, state, record["recipe"], weights)


def newest_checkpoint(paths: Sequence[Path]) -> Checkpoint | None:
    """The first of some files that is whole; damaged ones are set aside.

    Args:
        paths: the checkpoints of a run, newest first; some may be missing.

    Returns:
        None if there is no file at all.

    Raises:
        ValueError: if there are files, and none is whole.
    """
    damaged = []
    for path in paths:
        if not path.exists():
            continue
        try:
            found = read_checkpoint(path)
        except (DamagedFileError, KeyError, TypeError) as damage:
            damaged.append((path, damage))
            continue
        for broken, why in damaged:
            _set_aside(broken, why, found)
        return found
    if damaged:
        reasons = "; ".join(f"{path}: {why}" for path, why in damaged)
        raise ValueError(
            f"No checkpoint of {paths[0].parent} is whole ({reasons}). Put "
            "back a copy, or choose another --workdir."
        )
    return None


def _set_aside(path: Path, why: Exception, found: Checkpoint) -> None:
    aside = path.with_suffix(".damaged")
    os.replace(path, aside)
    logger.warning(
        "%s cannot be used: %s. It is now %s; the run goes on from %s, "
        "step %d.",
        path,
        why if isinstance(why, DamagedFileError) else "no checkpoint",
        aside.name,
        found.path.name,
        found.state.step,
    )
