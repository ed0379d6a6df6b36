"""From a recipe to a trained network: the one composition of all parts."""

import dataclasses
from pathlib import Path

from deeplab_family.class_names import known_names
from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import Recipe
from deeplab_family.training.checkpoint import SaveLast
from deeplab_family.training.compile_model import compile_model
from deeplab_family.training.devices import (
    check_batch_divides,
    choose_strategy,
    prepare,
)
from deeplab_family.training.legs import plan_legs
from deeplab_family.training.progress import TrainingProgress
from deeplab_family.training.random_state import wind_generators
from deeplab_family.training.same_classes import require_same_classes
from deeplab_family.training.served_network import ServedNetwork, without_head
from deeplab_family.training.steps_done import steps_done
from deeplab_family.training.summaries import Summaries
from deeplab_family.training.validation import Validation
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import eval_batches, open_dataset, train_batches
from input_pipeline.check.leak import warn_of_leak


def train(
    recipe: Recipe, workdir: str | Path, devices: list[str] | None = None
) -> SegmentationModel:
    """Trains, or continues a run that was stopped, even by `kill -9`.

    Args:
        recipe: what to train on what, and how.
        workdir: folder of the run; see `WorkDirectory`. Nothing is written
            there before recipe and data are known to be in order.
        devices: where to train; None for every GPU.

    Returns:
        The trained network, without what served its training only.

    Raises:
        DataError: if the data set is not in order.
        ValueError: if parts of the recipe contradict each other or the folder
            holds another run.
        DivergedError: if the loss stops being a number.
    """
    spec = open_dataset(recipe.data.dataset, recipe.data.root).spec
    recipe = recipe.with_num_classes(spec.num_classes)
    strategy = choose_strategy(devices)
    check_batch_divides(recipe.data.batch_size, strategy)
    train_batches(recipe.data)  # opened once for its checks
    validation_batches = eval_batches(recipe.data)
    if recipe.data.check:
        warn_of_leak(recipe.data)
    require_same_classes(recipe.train.initial_weights, spec)
    folder = WorkDirectory(workdir)
    require_same_classes(folder.last, spec)
    folder.claim(recipe, spec)
    prepare(recipe.train.seed, recipe.train.precision)
    with strategy.scope():
        model = compile_model(recipe)
        without_head(model).class_names = known_names(spec.class_names)
        if folder.last.exists():
            model.load_weights(folder.last)
            wind_generators(model, steps_done(model))
    _fit(model, recipe, validation_batches, spec, folder)
    return ServedNetwork(model).network


def _fit(model, recipe, validation_batches, spec, folder):
    train = recipe.train
    data = dataclasses.replace(recipe.data, check=False)
    done = steps_done(model)
    progress = TrainingProgress(done, train.total_steps, data.batch_size)
    save_last = SaveLast(folder, train.save_every)
    callbacks = [
        Validation(validation_batches, spec, folder),
        Summaries(validation_batches, spec, folder),
        save_last,
        progress,
    ]
    try:
        for leg in plan_legs(done, train.total_steps, train.eval_every):
            model.fit(
                train_batches(data, start_step=leg.start),
                initial_epoch=leg.first_epoch,
                epochs=leg.first_epoch + leg.count,
                steps_per_epoch=leg.steps,
                callbacks=callbacks,
                verbose=0,
                shuffle=False,  # the batches come in their final order
            )
    except KeyboardInterrupt:
        save_last.save()
        raise
    finally:
        progress.close()
