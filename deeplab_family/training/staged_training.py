"""Staged training: stages one after the other, each resumable."""

import gc
import sys
from collections.abc import Mapping
from pathlib import Path

import keras

from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import PREVIOUS, Recipe, Stage, StagedRecipe
from deeplab_family.training.averaged_weights import (
    has_averages,
    save_averages,
)
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.devices import choose_strategy
from deeplab_family.training.finished_run import finished_line
from deeplab_family.training.shared_folder import held_together
from deeplab_family.training.stage_data import open_stages
from deeplab_family.training.stage_selection import (
    chosen_stages,
    finished,
    select_stages,
    stages_left,
)
from deeplab_family.training.stages_folder import StagesFolder
from deeplab_family.training.trainer import load_finished, train
from deeplab_family.training.workers import Workers
from deeplab_family.weights import require_weights
from input_pipeline import OpenedData


def train_stages(
    recipe: Recipe | StagedRecipe,
    workdir: str | Path,
    devices: list[str] | None = None,
    data: Mapping[str, OpenedData] | None = None,
    only: tuple[str, ...] = (),
    workers: Workers | None = None,
) -> SegmentationModel:
    """Trains the stages of a recipe in order, or goes on where it stopped.

    Each stage has a work directory of its own, named after it; a plain recipe
    trains in `workdir` itself, as `train` does. A stage whose weights are
    `PREVIOUS` starts from what the stage before ended with: its last
    checkpoint, or the average where its optimizer averages weights
    (`ema_momentum`), as that is what was judged. Layers are matched as with
    any weights, and the receipt is kept. Stages that are finished are neither
    loaded nor need they their data.

    Args:
        recipe: any.
        workdir: folder of the run; see `StagesFolder`.
        devices: where to train; None for every GPU.
        data: opened data by the name of the stage; None opens them.
        only: names of the stages to run; empty for all. See `select_stages`
            for what the first of them starts from.
        workers: as `train`.

    Returns:
        The network of the last stage, as `train` returns it.

    Raises:
        DataError: if data of any stage are missing, before the first starts.
        ValueError, DivergedError: as `train`.
    """
    if isinstance(recipe, Recipe):
        opened = next(iter(data.values()), None) if data else None
        return train(recipe, workdir, devices, opened, workers=workers)
    recipe = select_stages(recipe, only, workdir)
    folder = StagesFolder(workdir, recipe)
    left = stages_left(recipe, only, workdir)
    data = data or open_stages(left)
    _require_weights(left, folder)
    cluster = Cluster(choose_strategy(devices, workers), workers)
    with (
        cluster.watched(),
        held_together(cluster, folder.path, lambda: folder.held(only)),
    ):
        chosen, model = chosen_stages(recipe, only), None
        for number, stage in enumerate(chosen, start=1):
            _say(f"Stage {number} of {len(chosen)}: {stage.name}")
            if stage not in left:
                _say(_done(stage, folder))
                continue
            model = None
            previous = previous_file(stage, folder, cluster)
            opened = data.get(stage.name)
            model = _train(stage, folder, devices, opened, previous, workers)
        if model is None:
            last = folder.stages[chosen[-1].name].last
            model = load_finished(last, chosen[-1].recipe.train)
        return model


def previous_file(
    stage: Stage, folder: StagesFolder, cluster: Cluster
) -> Path | None:
    """The file that `PREVIOUS` stands for in a stage; None in the first.

    An average of weights becomes a file when a stage is about to start there.

    Args:
        stage: the one to start from it.
        folder: of the run.
        cluster: its processes, of which the first writes.
    """
    before = folder.before(stage.name)
    if before is None:
        return None
    ended = folder.stages[before.name]
    if not has_averages(before.recipe.train):
        return ended.last
    starts = stage.recipe.train.weights == PREVIOUS
    if starts and not folder.stages[stage.name].is_claimed:
        cluster.by_chief(lambda: save_averages(ended.last, ended.averaged))
    return ended.averaged


def _train(stage, folder: StagesFolder, devices, data, previous, workers):
    """One stage, in a session like that of a process of its own."""
    # Layers are numbered by the session: with the numbers of the stage before
    # they would have other names than in a process that starts here.
    keras.utils.clear_session()
    gc.collect()
    return train(
        stage.recipe,
        folder.stages[stage.name].path,
        devices,
        data,
        previous=previous,
        workers=workers,
    )


def _require_weights(left, folder: StagesFolder):
    """Refuses files to start from that are not there, before any stage."""
    for stage in left:
        weights = stage.recipe.train.weights
        if weights != PREVIOUS and not folder.stages[stage.name].is_claimed:
            require_weights(stage.recipe.model.backbone, weights)


def _done(stage: Stage, folder: StagesFolder) -> str:
    checkpoint = finished(stage, folder)
    if checkpoint is None:
        return "Its folder is gone; the stages after it do not need it."
    return finished_line(stage.recipe.train, checkpoint.state)


def _say(text: str):
    print(text, file=sys.stderr, flush=True)
