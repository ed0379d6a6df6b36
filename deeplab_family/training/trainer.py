"""Trainer: from a recipe to a trained network."""

import dataclasses
import sys
import warnings
from pathlib import Path

import keras

from deeplab_family.class_names import known_names
from deeplab_family.models import SegmentationModel
from deeplab_family.precision_choice import PrecisionChoice
from deeplab_family.recipes import PREVIOUS, Recipe, TrainConfig
from deeplab_family.tracking.trackers import require_tracker
from deeplab_family.training.averaged_weights import (
    has_averages,
    take_averages,
)
from deeplab_family.training.checkpoint_callback import (
    advance_random_generators,
)
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.compiled_model import compile_model
from deeplab_family.training.devices import (
    check_batch_divides,
    choose_strategy,
    prepare,
)
from deeplab_family.training.finished_run import find_finished, finished_line
from deeplab_family.training.freezing import refuse_fresh_freezing
from deeplab_family.training.inference_model import (
    InferenceModel,
    without_head,
)
from deeplab_family.training.resume import Checkpoint
from deeplab_family.training.segmentation_task import Segmentation
from deeplab_family.training.shared_folder import (
    claim_together,
    held_together,
    require_same_recipe,
    require_same_weights,
)
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.training_loop import TrainingLoop
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.training.workers import Workers
from deeplab_family.weights import receipt_of, require_weights
from input_pipeline import OpenedData, open_data


def train(
    recipe: Recipe,
    workdir: str | Path,
    devices: list[str] | None = None,
    data: OpenedData | None = None,
    previous: str | Path | None = None,
    workers: Workers | None = None,
    task: Segmentation | None = None,
    tried_precision: PrecisionChoice | None = None,
) -> SegmentationModel:
    """Trains, or continues a run that was stopped, even by `kill -9`.

    Args:
        recipe: what to train on what, and how.
        workdir: folder of the run; see `WorkDirectory`. A start that fails
            leaves nothing there.
        devices: where to train; None for every GPU.
        data: `recipe.data`, where it was opened before; None opens it.
        previous: file that weights "previous" stand for; see `train_stages`.
        workers: processes that train in step, on several machines; each
            calls this with its own `index`. They share `workdir`, where the
            first one writes. None for this process alone.
        task: what the labels are; None for maps of pixels.
        tried_precision: times that chose the recipe's precision; the folder
            keeps them. None where nothing was measured.

    Returns:
        The trained network, without what served its training only.

    Raises:
        DataError: if the data set is not in order.
        ValueError: if parts of the recipe contradict each other, the folder
            holds another run or is not fit for one, or another process trains
            in it.
        DivergedError: if the loss stops being a number; says why.
        ConnectionError: if another worker does not come, or is gone.
    """
    finished = find_finished(recipe, workdir)
    if finished is not None:
        print(finished_line(recipe.train, finished.state), file=sys.stderr)
        return load_finished(finished.path, recipe.train)
    require_tracker(recipe.train.track)
    recipe.train.check_steps()
    strategy = choose_strategy(devices, workers)
    cluster = Cluster(strategy, workers)
    data = data or open_data(recipe.data)
    folder = WorkDirectory(workdir)
    folder.tried_precision = tried_precision
    with cluster.watched():
        return _train(
            recipe, folder, data, previous, cluster, task or Segmentation()
        )


def _train(recipe, folder, data, previous, cluster, task) -> SegmentationModel:
    spec = data.spec
    recipe = recipe.with_num_classes(spec.num_classes)
    check_batch_divides(recipe.data.batch_size, cluster.strategy)
    task.refuse_folder(folder.path, data)
    if not folder.is_claimed:
        refuse_fresh_freezing(recipe.train)
        weights = _starting_weights(recipe, previous)
        require_weights(recipe.model.backbone, weights)
    for path in folder.checkpoints:
        task.require_same_classes(path, spec)
    recipe = task.with_class_weights(recipe, data, folder)
    require_same_recipe(cluster, recipe, spec)
    with held_together(cluster, folder.path, folder.held):
        cluster.together(lambda: task.check(data))
        checkpoint = claim_together(folder, cluster, recipe, spec)
        prepare(recipe.train.seed, recipe.train.precision)
        with cluster.strategy.scope():
            model = _compiled(recipe, previous, checkpoint, spec)
        require_same_weights(cluster, model)
        state = checkpoint.state if checkpoint else TrainState()
        TrainingLoop(model, recipe, data, folder, state, cluster, task).run()
        take_averages(model)
        return InferenceModel(model).network


def _compiled(recipe, previous, checkpoint, spec) -> keras.Model:
    """The network as the run begins, or as its checkpoint left it."""
    model = compile_model(
        _from(recipe, _starting_weights(recipe, previous)),
        resumes=checkpoint is not None,
        class_names=known_names(spec.class_names),
        receipt=checkpoint.weights if checkpoint else None,
    )
    if checkpoint is not None:
        _restore(model, checkpoint)
    elif receipt := receipt_of(without_head(model)):
        print(receipt.line(), file=sys.stderr)
    return model


def _starting_weights(recipe: Recipe, previous) -> str:
    """What to start from; `PREVIOUS` is a file that this run may outlive."""
    weights = recipe.train.weights
    return str(previous) if previous and weights == PREVIOUS else weights


def _from(recipe: Recipe, weights: str) -> Recipe:
    train = dataclasses.replace(recipe.train, weights=weights)
    return dataclasses.replace(recipe, train=train)


def load_finished(path: Path, train: TrainConfig) -> SegmentationModel:
    """The network of a run that is finished, as `train` returns it.

    Args:
        path: its last checkpoint.
        train: how it was trained.
    """
    # averages, if there are any, stand in the optimizer
    model = keras.saving.load_model(path, compile=has_averages(train))
    take_averages(model)
    return InferenceModel(model).network


def _restore(model: keras.Model, checkpoint: Checkpoint):
    with warnings.catch_warnings():
        # Keras only warns, and leaves the optimizer as new.
        warnings.filterwarnings("error", message="Skipping variable loading")
        model.load_weights(checkpoint.path)
    advance_random_generators(model, checkpoint.state.step)
