"""Run listing: what each run below a folder is, and how far, from its files.

Neither TensorFlow nor Keras is needed. Nothing is written, no network is
loaded, and of a file that is too large for what it should hold nothing is
read.
"""

import contextlib
import dataclasses
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from deeplab_family.recipes.named_network import names_of
from deeplab_family.recipes.recipe_tree import recipe_of
from deeplab_family.run_folder import BEST, RECIPE
from deeplab_family.training.checkpoint_file import (
    DamagedFileError,
    peek_record,
    read_record,
)
from deeplab_family.training.history import History
from deeplab_family.training.run_lock import is_held
from deeplab_family.training.work_directory import WorkDirectory

MOST_BYTES = 2**24
"""A recipe or a table that is larger was written by somebody else."""

RUNNING, STOPPED, FINISHED, DIVERGED, DAMAGED = (
    "running",
    "stopped",
    "finished",
    "diverged",
    "damaged",
)
_FOREIGN = (OSError, ValueError, KeyError, TypeError, AttributeError)
_NOTED = re.compile(r"step_(\d{1,18})\.json")


@dataclasses.dataclass(frozen=True, kw_only=True)
class RunSummary:
    """Summary of one run, as its folder tells.

    Attributes:
        path: its folder.
        state: "running", "stopped", "finished", "diverged" or "damaged".
        network: name of the network, such as "deeplabv3plus".
        backbone: name of its backbone.
        data: folder of the data.
        dataset: its layout.
        step: steps that are saved; None without a whole checkpoint.
        total_steps: steps of the whole run.
        mean_iou: of the best network; None before it has one.
        began: when its oldest file was written, seconds since 1970.
        written: when its newest file was.
        note: what is wrong, if something is.
    """

    path: Path
    state: str
    network: str = ""
    backbone: str = ""
    data: str = ""
    dataset: str = ""
    step: int | None = None
    total_steps: int | None = None
    mean_iou: float | None = None
    began: float | None = None
    written: float | None = None
    note: str = ""


class ForeignFileError(ValueError):
    """Raised for a folder that looks like a run and is none; says why."""


def find_run_folders(root: str | Path) -> Iterator[Path]:
    """Folders at or below `root` that look like a run, in order of names.

    Links are not followed, and hidden folders not looked into.
    """
    for place, folders, files in os.walk(root):
        path = Path(place)
        folders[:] = sorted(name for name in folders if name[:1] != ".")
        if RECIPE in files or ".lock" in files or _divergences(path):
            yield path


def summarize(path: Path, check: bool = False) -> RunSummary | None:
    """Summary of a run from its folder.

    Args:
        path: from `find_run_folders`.
        check: read every byte of the newest checkpoint, to see whether it is
            as it was written. Otherwise its end and its record are looked at.

    Returns:
        None for a run in stages, whose folders say it, and for a folder in
        which nothing has begun.

    Raises:
        ForeignFileError: if it is no run; names the file and the reason.
    """
    folder = WorkDirectory(path)
    tree = _recipe_in(folder.recipe) if folder.recipe.exists() else None
    is_running = is_held(path / ".lock")
    diverged = max(_divergences(path), default=0)
    is_begun = tree or is_running or diverged
    if not is_begun or (tree and "stages" in tree):
        return None
    described = _describe(tree, folder.recipe) if tree else {}
    step, damage = _saved_step(folder, read_record if check else peek_record)
    if is_running:
        state = RUNNING
    elif step is None and damage:
        state = DAMAGED
    elif diverged > (step or 0):
        state = DIVERGED
    else:
        is_over = tree and _is_over(folder, step, tree["train"])
        state = FINISHED if is_over else STOPPED
    return RunSummary(
        path=path,
        state=state,
        step=step,
        mean_iou=_best(path / BEST),
        note=damage,
        **described,
        **_times(folder),
    )


def _recipe_in(path: Path) -> dict:
    try:
        if not path.is_file():  # to read a pipe would wait for ever
            raise ValueError("it is no file")
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("it is larger than any recipe")
        tree = json.loads(path.read_text(encoding="utf-8"))["recipe"]
        if not isinstance(tree, dict):
            raise TypeError("`recipe` is no object")
        return tree
    except (*_FOREIGN, RecursionError) as error:
        raise _foreign(path, error) from error


def _describe(tree: dict, path: Path) -> dict:
    """Network, data and length of a run."""
    try:
        data, total = tree["data"], tree["train"]["total_steps"]
        if not isinstance(total, int):
            raise TypeError("`total_steps` is no number")
        network, backbone = _network_names(tree)
        return {
            "network": network,
            "backbone": backbone,
            "data": str(data["root"]),
            "dataset": str(data["dataset"]),
            "total_steps": total,
        }
    except _FOREIGN as error:
        raise _foreign(path, error) from error


def _foreign(path: Path, error: BaseException) -> ForeignFileError:
    kind = error.__class__.__name__
    return ForeignFileError(f"{path} is no recipe of a run ({kind}: {error})")


def _network_names(tree: dict) -> tuple[str, str]:
    try:
        return names_of(recipe_of(tree).model)
    except _FOREIGN:  # of another version; its own words then
        model = tree["model"]
        return str(model["type"]), str(model["backbone"]["type"])


def _saved_step(folder: WorkDirectory, read) -> tuple[int | None, str]:
    """Steps in the newest whole checkpoint, and what is wrong with others."""
    damages = []
    for path in folder.checkpoints:
        if not path.is_file():
            continue
        try:
            step = read(path)["state"]["step"]
            if not isinstance(step, int):
                raise DamagedFileError("its step is no number")
            return step, "; ".join(damages)
        except DamagedFileError as damage:
            damages.append(f"{path.name}: {damage}")
        except _FOREIGN:
            damages.append(f"{path.name}: no checkpoint")
    return None, "; ".join(damages)


def _is_over(folder: WorkDirectory, step: int | None, train: dict) -> bool:
    """Whether the last step is done, or patience was lost, and judged."""
    if step is None:
        return False
    with contextlib.suppress(*_FOREIGN):
        path, patience = folder.history, train.get("patience")
        if path.is_file() and path.stat().st_size <= MOST_BYTES:
            history = History(path)
            is_lost = patience is not None and (
                history.evaluations_since_best(step) >= patience
            )
            is_done = step >= train["total_steps"] or is_lost
            return is_done and history.holds(step)
    return False


def _divergences(path: Path) -> list[int]:
    """Steps at which the run diverged, from the names of the files."""
    with contextlib.suppress(OSError):
        names = os.listdir(path / "diverged")
        found = [_NOTED.fullmatch(name) for name in names]
        return [int(match[1]) for match in found if match]
    return []


def _best(path: Path) -> float | None:
    with contextlib.suppress(
        *_FOREIGN, DamagedFileError, zipfile.BadZipFile, RecursionError
    ):
        if path.is_file():
            return float(peek_record(path)["scores"]["mean_iou"])
    return None


def _times(folder: WorkDirectory) -> dict:
    """When the first and the last file of the run were written."""
    with contextlib.suppress(OSError), os.scandir(folder.path) as entries:
        times = [e.stat().st_mtime for e in entries if e.is_file()]
        if times:
            return {"began": min(times), "written": max(times)}
    return {}
