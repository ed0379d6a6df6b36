"""A recipe's network with its loss and optimizer, ready for `fit`."""

import keras

from deeplab_family.losses import MaskedCrossEntropy, OHEMCrossEntropy
from deeplab_family.recipes import LossConfig, Recipe, TrainConfig
from deeplab_family.training.fresh_statistics import refuse_fresh_statistics
from deeplab_family.training.served_network import without_head
from deeplab_family.training.weight_decay import (
    add_weight_decay,
    freeze_batch_norm,
)


def compile_model(recipe: Recipe) -> keras.Model:
    """Builds and compiles; call it within the scope of the strategy.

    Returns:
        The network, or its `AuxiliaryTraining` where it has one.
    """
    train = recipe.train
    refuse_fresh_statistics(train)
    model = recipe.model.build_for_training()
    if train.initial_weights:
        without_head(model).load_weights(train.initial_weights)
    if train.freeze_batch_norm:
        freeze_batch_norm(model)
    add_weight_decay(model, train.weight_decay)
    optimizer = keras.optimizers.SGD(poly_schedule(train), train.momentum)
    model.compile(
        optimizer, make_loss(train.loss), jit_compile=train.jit_compile
    )
    # Its variables must exist before a checkpoint can fill them.
    optimizer.build(model.trainable_variables)
    return model


def make_loss(config: LossConfig) -> keras.losses.Loss:
    """The loss that a recipe describes."""
    if config.kind == "ohem":
        return OHEMCrossEntropy(config.threshold, config.min_kept)
    return MaskedCrossEntropy(label_downsampling=config.label_downsampling)


def poly_schedule(train: TrainConfig):
    """The learning rate `base * (1 - step / total) ** power`.

    Source: Chen et al., arXiv:1706.05587, section 4.1.
    """
    return keras.optimizers.schedules.PolynomialDecay(
        train.base_learning_rate,
        train.total_steps,
        end_learning_rate=0.0,
        power=train.power,
    )
