"""From a recipe to a trained network: the one composition of all parts."""

import dataclasses
from pathlib import Path

import keras

from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import SegmentationModel
from deeplab_family.recipes import Recipe, TrainConfig
from deeplab_family.training.checkpoint import SaveLast
from deeplab_family.training.devices import (
    check_batch_divides,
    choose_strategy,
    prepare,
)
from deeplab_family.training.progress import TrainingProgress
from deeplab_family.training.summaries import Summaries
from deeplab_family.training.validation import Validation
from deeplab_family.training.weight_decay import (
    add_weight_decay,
    freeze_batch_norm,
)
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import (
    eval_batches,
    open_dataset,
    train_batches,
)


def train(
    recipe: Recipe, workdir: str | Path, devices: list[str] | None = None
) -> SegmentationModel:
    """Trains, or continues a run that was stopped, even by `kill -9`.

    Args:
        recipe: what to train on what, and how.
        workdir: folder of the run; see `WorkDirectory`.
        devices: where to train; None for every GPU.

    Returns:
        The trained network, as `last.keras` holds it.

    Raises:
        DataError: if the data set is not in order.
        ValueError: if parts of the recipe contradict each other or the folder
            holds another run.
        DivergedError: if the loss stops being a number.
    """
    dataset = open_dataset(recipe.data.dataset, recipe.data.root)
    recipe = recipe.with_num_classes(dataset.spec.num_classes)
    strategy = choose_strategy(devices)
    check_batch_divides(recipe.data.batch_size, strategy)
    folder = WorkDirectory(workdir)
    folder.claim(recipe)
    folder.write_json(
        folder.path / "classes.json",
        {
            "class_names": dataset.spec.class_names,
            "palette": dataset.spec.palette,
        },
    )
    prepare(recipe.train.seed, recipe.train.precision)
    with strategy.scope():
        model = compile_model(recipe)
        if folder.last.exists():
            model.load_weights(folder.last)
    _fit(model, recipe, dataset.spec, folder)
    return model


def compile_model(recipe: Recipe) -> SegmentationModel:
    """The recipe's network with loss and optimizer, ready for `fit`.

    Call it within the strategy's scope.
    """
    train = recipe.train
    model = recipe.model.build()
    if train.initial_weights:
        model.load_weights(train.initial_weights)
    if train.freeze_batch_norm:
        freeze_batch_norm(model)
    add_weight_decay(model, train.weight_decay)
    optimizer = keras.optimizers.SGD(poly_schedule(train), train.momentum)
    model.compile(
        optimizer,
        MaskedCrossEntropy(),
        jit_compile=train.jit_compile,
    )
    optimizer.build(model.trainable_variables)
    return model


def poly_schedule(train: TrainConfig):
    """The learning rate `base * (1 - step / total) ** power`."""
    return keras.optimizers.schedules.PolynomialDecay(
        train.base_learning_rate,
        train.total_steps,
        end_learning_rate=0.0,
        power=train.power,
    )


def _fit(model, recipe, spec, folder):
    train, data = recipe.train, recipe.data
    done = int(model.optimizer.iterations)
    progress = TrainingProgress(done, train.total_steps, data.batch_size)
    save_last = SaveLast(folder, train.save_every)
    callbacks = [
        Validation(eval_batches(data), spec, folder),
        Summaries(eval_batches(data), spec, folder),
        save_last,
        progress,
    ]
    try:
        for leg in legs(done, train.total_steps, train.eval_every):
            model.fit(
                train_batches(data, start_step=leg.start),
                initial_epoch=leg.epoch,
                epochs=leg.epoch + 1,
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


@dataclasses.dataclass(frozen=True)
class Leg:
    """Steps between two evaluations: Keras' "epoch"."""

    epoch: int
    start: int
    steps: int


def legs(done: int, total: int, eval_every: int) -> list[Leg]:
    """Cuts the steps from `done` to `total` at multiples of `eval_every`."""
    plan = []
    while done < total:
        stop = min((done // eval_every + 1) * eval_every, total)
        plan.append(Leg(done // eval_every, done, stop - done))
        done = stop
    return plan
