"""Experiment trackers: Weights & Biases and MLflow, by their own callbacks.

Both packages are optional and imported only where they are asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from input_pipeline.atomic_files import write_atomic

if TYPE_CHECKING:
    import keras

RUN_ID = "tracked_run.txt"
"""File in a run's folder with the tracker's own name of the run, so that a
run which was stopped goes on there too."""


def tracker_callback(
    name: str, folder: str | Path, recipe: Mapping[str, Any]
) -> keras.callbacks.Callback:
    """The callback of a tracker, its run begun or taken up again.

    Where the figures go is the tracker's own matter: `WANDB_MODE=offline` and
    `MLFLOW_TRACKING_URI`, for instance.

    Args:
        name: "wandb" or "mlflow".
        folder: of the run; its name is that of the run there.
        recipe: the recipe as JSON holds it, kept beside the figures.

    Raises:
        ValueError: if the package is missing, with the line that installs it.
    """
    return TRACKERS[name](Path(folder), recipe)


def require_tracker(name: str) -> None:
    """Lets a tracker pass whose package is installed, and "none".

    Raises:
        ValueError: if it is missing, with the line that installs it.
    """
    if name in TRACKERS:
        _import(name, name)


def _import(module: str, package: str):
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ValueError(
            f"--train.track {package} needs the package {package}: "
            f"pip install {package} ({error})"
        ) from error


def _wandb(folder: Path, recipe) -> keras.callbacks.Callback:
    wandb = _import("wandb", "wandb")
    callbacks = _import("wandb.integration.keras", "wandb")
    run = wandb.init(
        name=folder.name,
        config=dict(recipe),
        dir=str(folder),
        id=_known_id(folder, "wandb"),
        resume="allow",
    )
    _note_id(folder, "wandb", run.id)
    return callbacks.WandbMetricsLogger()


def _mlflow(folder: Path, recipe) -> keras.callbacks.Callback:
    mlflow = _import("mlflow", "mlflow")
    callbacks = _import("mlflow.keras", "mlflow")
    known = _known_id(folder, "mlflow")
    active = mlflow.active_run()
    if active is None or active.info.run_id != known:
        if active is not None:
            mlflow.end_run()
        active = mlflow.start_run(
            run_id=known, run_name=None if known else folder.name
        )
    _note_id(folder, "mlflow", active.info.run_id)
    mlflow.log_dict(dict(recipe), "recipe.json")
    return callbacks.MlflowCallback()


def _known_id(folder: Path, tracker: str) -> str | None:
    path = folder / RUN_ID
    if not path.is_file():
        return None
    words = path.read_text(encoding="utf-8").split()
    return words[1] if words[:1] == [tracker] and len(words) == 2 else None


def _note_id(folder: Path, tracker: str, run_id: str) -> None:
    if _known_id(folder, tracker) != run_id:
        write_atomic(folder / RUN_ID, f"{tracker} {run_id}\n")


TRACKERS: dict[str, Callable[..., keras.callbacks.Callback]] = {
    "wandb": _wandb,
    "mlflow": _mlflow,
}
