"""A recipe's network with its loss and optimizer, ready for `fit`."""

import keras

from deeplab_family.recipes import Recipe
from deeplab_family.training.fresh_statistics import refuse_fresh_statistics
from deeplab_family.training.initial_weights import load_initial_weights
from deeplab_family.training.precision import check_precision
from deeplab_family.training.weight_decay import (
    add_weight_decay,
    freeze_batch_norm,
)


def compile_model(recipe: Recipe, resumes: bool = False) -> keras.Model:
    """Builds and compiles; call it within the scope of the strategy.

    Args:
        recipe: what to build.
        resumes: the weights will come from a checkpoint, so those to start
            from are not read; their file may be gone.

    Returns:
        The network, or its `AuxiliaryTraining` where it has one.

    Raises:
        ValueError: if the weights to start from do not fit, or the precision
            does not train on this machine.
    """
    train = recipe.train
    refuse_fresh_statistics(train)
    model = recipe.model.build_for_training()
    check_precision(model)
    if train.initial_weights and not resumes:
        load_initial_weights(model, train.initial_weights)
    if train.freeze_batch_norm:
        freeze_batch_norm(model)
    add_weight_decay(model, train.optimizer.loss_decay)
    rate = train.schedule.build(train.total_steps)
    model.compile(
        train.optimizer.build(rate),
        train.loss.build(),
        jit_compile=train.jit_compile,
    )
    # Its variables must exist before a checkpoint can fill them. It is not
    # the one above under "mixed_float16", but one that scales the loss too.
    model.optimizer.build(model.trainable_variables)
    return model
