"""A run that has nothing left to do, known without its data or network."""

import contextlib
from pathlib import Path

from deeplab_family.recipes import Recipe, TrainConfig
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training.checkpoint_file import DamagedFileError
from deeplab_family.training.held_class_weights import (
    take_held_class_weights,
)
from deeplab_family.training.history import History
from deeplab_family.training.recipe_changes import (
    refused_changes,
    with_new_fields,
)
from deeplab_family.training.resume import Checkpoint, read_checkpoint
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory


def find_finished(recipe: Recipe, workdir: str | Path) -> Checkpoint | None:
    """The last checkpoint of a run of this recipe, if it is finished.

    It is when all steps are done, or when it ended early (`train.patience`).

    A file or two is read, so this needs neither TensorFlow nor Keras.

    Args:
        recipe: what to train; `num_classes=None` stands for any number.
        workdir: folder of the run.

    Returns:
        None if anything is left to do, differs or is damaged: whoever trains
        looks closely.
    """
    folder = WorkDirectory(workdir)
    checkpoint = None
    with contextlib.suppress(OSError, DamagedFileError, KeyError, TypeError):
        checkpoint = read_checkpoint(folder.last)
    if checkpoint is None or not _is_of(recipe, checkpoint):
        return None
    step = checkpoint.state.step
    score = getattr(recipe.train, "score", "mean_iou")
    history = History(folder.history, score=score)
    patience = recipe.train.patience
    is_done = step >= recipe.train.total_steps or (
        patience is not None
        and history.evaluations_since_best(step) >= patience
    )
    if not is_done or not history.holds(step):
        return None
    is_missing = history.has_score() and folder.best_scores() is None
    return None if is_missing else checkpoint


def finished_line(train: TrainConfig, state: TrainState) -> str:
    """Line for who starts a run that is finished."""
    if state.step < train.total_steps:
        return (
            f"This run is finished: it ended early, at step {state.step:,} of "
            f"{train.total_steps:,}, after {train.patience} evaluations "
            "without a better mean IoU. No step was taken. A larger "
            "--train.patience goes on."
        )
    return (
        f"This run is finished: {state.step:,} of "
        f"{train.total_steps:,} steps are done. No step was taken."
    )


def _is_of(recipe: Recipe, checkpoint: Checkpoint) -> bool:
    wanted = tree_of(recipe)
    held = with_new_fields(checkpoint.recipe, recipe)
    if wanted["model"]["num_classes"] is None:
        wanted["model"]["num_classes"] = held["model"]["num_classes"]
    take_held_class_weights(wanted, held)
    return not refused_changes(held, wanted)
