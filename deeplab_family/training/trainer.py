"""Trainer: from a recipe to a trained network."""

import contextlib
import dataclasses
import sys
import warnings
from pathlib import Path

import keras

from deeplab_family.class_names import known_names
from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import PREVIOUS, Recipe, TrainConfig
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.tracking.trackers import require_tracker, tracker_callback
from deeplab_family.training.averaged_weights import (
    KeepTrainingWeights,
    take_averages,
)
from deeplab_family.training.checkpoint_callback import (
    SaveLast,
    advance_random_generators,
)
from deeplab_family.training.class_weights import with_class_weights
from deeplab_family.training.cluster import Cluster
from deeplab_family.training.compiled_model import compile_model
from deeplab_family.training.data_checks import (
    check_labeled,
    refuse_data_folder,
)
from deeplab_family.training.devices import (
    check_batch_divides,
    choose_strategy,
    prepare,
)
from deeplab_family.training.diverged_batch import explain
from deeplab_family.training.divergence import DivergedError
from deeplab_family.training.early_stopping import EarlyStopping
from deeplab_family.training.finished_run import find_finished, finished_line
from deeplab_family.training.fit_segments import plan_fit_segments
from deeplab_family.training.freezing import refuse_fresh_freezing
from deeplab_family.training.inference_model import (
    InferenceModel,
    without_head,
)
from deeplab_family.training.loss_callback import LossLog
from deeplab_family.training.page_callback import TrainingPages
from deeplab_family.training.progress import TrainingProgress
from deeplab_family.training.resume import Checkpoint
from deeplab_family.training.same_classes import require_same_classes
from deeplab_family.training.shared_folder import (
    claim_together,
    held_together,
    require_same_recipe,
    require_same_weights,
)
from deeplab_family.training.speed import SpeedLog
from deeplab_family.training.stop_between_steps import StopBetweenSteps
from deeplab_family.training.summaries import Summaries
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.validation import Validation
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.training.workers import Workers
from deeplab_family.weights import Receipt, receipt_of, require_weights
from input_pipeline import OpenedData, open_data
from input_pipeline.check.leak import warn_of_leak


def train(
    recipe: Recipe,
    workdir: str | Path,
    devices: list[str] | None = None,
    data: OpenedData | None = None,
    previous: str | Path | None = None,
    workers: Workers | None = None,
    task: "Segmentation | None" = None,
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
    with cluster.watched():
        return _train(
            recipe, workdir, data, previous, cluster, task or Segmentation()
        )


def _train(recipe, workdir, data, previous, cluster, task) -> SegmentationModel:
    spec = data.spec
    recipe = recipe.with_num_classes(spec.num_classes)
    check_batch_divides(recipe.data.batch_size, cluster.strategy)
    task.refuse_folder(workdir, data)
    folder = WorkDirectory(workdir)
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
        require_same_weights(cluster, model)
        state = checkpoint.state if checkpoint else TrainState()
        _fit(model, recipe, data, folder, state, cluster, task)
        take_averages(model)
        return InferenceModel(model).network


class Segmentation:
    """What training asks of a task whose labels are maps of pixels.

    Another task answers the same questions otherwise.
    """

    def refuse_folder(self, workdir: str | Path, data: OpenedData):
        """Refuses folders in which a run would touch the data."""
        refuse_data_folder(workdir, data)

    def require_same_classes(self, checkpoint: Path, spec):
        """Compares the classes of a checkpoint with those of the data."""
        require_same_classes(checkpoint, spec)

    def check(self, data: OpenedData):
        """All checks of the data, before anything is made or written."""
        data.check()
        check_labeled(data)
        if data.config.check:
            warn_of_leak(data)

    def with_class_weights(
        self, recipe: Recipe, data: OpenedData, folder: WorkDirectory
    ) -> Recipe:
        """The recipe with the weights that its loss takes from the data."""
        return with_class_weights(recipe, data, folder)

    def validation(self, *arguments) -> Validation:
        """What judges the network; takes the arguments of `Validation`."""
        return Validation(*arguments)

    def told(
        self, recipe: Recipe, validation: Validation, receipt: Receipt | None
    ) -> list[keras.callbacks.Callback]:
        """What shows each evaluation to people."""
        spec, folder = validation.spec, validation.workdir
        state, history = validation.state, validation.history
        summaries = Summaries(validation.batches, spec, folder, state)
        pages = TrainingPages(
            recipe, spec, folder, state, history, summaries.panels, receipt
        )
        return [summaries, pages]


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
    has_averages = getattr(train.optimizer, "ema_momentum", 0) > 0
    model = keras.saving.load_model(path, compile=has_averages)
    take_averages(model)
    return InferenceModel(model).network


def _restore(model: keras.Model, checkpoint: Checkpoint):
    with warnings.catch_warnings():
        # Keras only warns, and leaves the optimizer as new.
        warnings.filterwarnings("error", message="Skipping variable loading")
        model.load_weights(checkpoint.path)
    advance_random_generators(model, checkpoint.state.step)


def _fit(model, recipe, data, folder, state, cluster, task):
    train, spec = recipe.train, data.spec
    progress = TrainingProgress(
        state.step, train.total_steps, recipe.data.batch_size
    )
    save_last = SaveLast(folder, train.save_every, state, cluster.is_chief)
    eval_batches = cluster.eval_batches(data)
    validation = task.validation(eval_batches, spec, folder, state, cluster)
    signals = StopBetweenSteps()
    patience = EarlyStopping(
        validation.history, train.patience, state, progress.say
    )
    callbacks = [
        LossLog(state),
        signals,
        save_last,
        SpeedLog(recipe.data.batch_size),
        validation,
    ]
    if cluster.is_chief:
        receipt = receipt_of(without_head(model))
        callbacks += task.told(recipe, validation, receipt)
        callbacks.append(progress)
    callbacks += [patience, KeepTrainingWeights()]
    if train.track != "none" and cluster.is_chief:
        tracker = tracker_callback(train.track, folder.path, tree_of(recipe))
        callbacks.append(tracker)
    try:
        with signals:
            _take_up(model, train, callbacks, progress, patience, validation)
            for segment in plan_fit_segments(
                state.step, train.total_steps, train.eval_every
            ):
                if patience.is_over:
                    break
                model.fit(
                    cluster.train_batches(data, segment.start),
                    initial_epoch=segment.first_epoch,
                    epochs=segment.first_epoch + segment.count,
                    steps_per_epoch=segment.steps,
                    callbacks=callbacks,
                    verbose=0,
                    shuffle=False,  # the batches come in their final order
                )
    except DivergedError as error:
        if not cluster.is_chief:
            raise  # the same everywhere; the first one tells and keeps it
        raise explain(error, model, recipe, data, folder) from error
    except BaseException as stop:
        # Ctrl-C and its like; after an error the last checkpoint stays.
        if not isinstance(stop, Exception) and not signals.in_step:
            with signals.saving(), contextlib.suppress(DivergedError):
                save_last.save()
        raise
    finally:
        progress.close()


def _take_up(model, train, callbacks, progress, patience, validation):
    """Brings the table in line with the checkpoint, and that up to date."""
    state, history = validation.state, validation.history

    def look():
        history.cut(state.step)
        missing = validation.is_missing(train.total_steps, train.eval_every)
        return bool(missing), history.rows

    # All must go on alike, and the first one alone knows its files for sure.
    is_missing, history.rows = validation.cluster.by_chief(look)
    if is_missing:
        epoch = (state.step - 1) // train.eval_every
        everyone = keras.callbacks.CallbackList(callbacks, model=model)
        everyone.on_epoch_end(epoch, {})
    elif state.step >= train.total_steps or patience.is_over:
        progress.say(finished_line(train, state))
        return
    elif history.holds(state.step):
        state.forget_losses()
    if 0 < state.step < train.total_steps and not patience.is_over:
        progress.say(
            f"Continues at step {state.step:,} of {train.total_steps:,}."
        )
