"""Compiled model of a recipe: network, loss, optimizer, weight decay."""

from collections.abc import Sequence
from typing import Literal

import keras

from deeplab_family.optimizers import LossScaleOptimizer
from deeplab_family.recipes import Recipe, TrainConfig
from deeplab_family.training.devices import check_precision
from deeplab_family.training.freezing import (
    freeze,
    refuse_fresh_freezing,
    require_trained_statistics,
)
from deeplab_family.training.inference_model import without_head
from deeplab_family.training.rematerialization import rematerialize
from deeplab_family.weights import Receipt, is_fresh, load_network_weights
from deeplab_family.weights.backbone import backbone_of

LINEAR = (
    keras.layers.Conv2D,
    keras.layers.Conv2DTranspose,
    keras.layers.Dense,
)


def compile_model(
    recipe: Recipe,
    resumes: bool = False,
    class_names: Sequence[str] | None = None,
    receipt: Receipt | None = None,
) -> keras.Model:
    """Builds and compiles; call it within the scope of the strategy.

    Args:
        recipe: what to build.
        resumes: the weights will come from a checkpoint, so those to start
            from are not read; their file may be gone.
        class_names: in the order of the ids; None for unknown. Weights of a
            network that knows some of them bring their rows along.
        receipt: of the weights that a resumed run started from.

    Returns:
        The network, or its `AuxiliaryTraining` where it has one.

    Raises:
        WeightsError: if the weights to start from do not fit.
        ValueError: if the precision does not train on this machine, or what
            is to be frozen has no weights to keep.
    """
    train = recipe.train
    refuse_fresh_freezing(train)
    model = recipe.model.build_for_training()
    without_head(model).class_names = class_names
    # Data of classifiers have none: theirs are photographs.
    limits = getattr(recipe.data, "value_range", None)
    without_head(model).value_range = limits
    check_precision(model)
    if resumes:
        without_head(model).weights_receipt = receipt
    elif not is_fresh(train.weights):
        load_network_weights(model, train.weights)
    freeze(model, train.freeze)
    require_trained_statistics(model, recipe.data.batch_size)
    add_weight_decay(
        model,
        train.optimizer.loss_decay,
        of=getattr(train.optimizer, "decays", "kernels"),
    )
    if train.remat:
        rematerialize(model)
    model.compile(
        _optimizer(model, train),
        train.loss.build(),
        jit_compile=train.jit_compile,
    )
    # Its variables must exist before a checkpoint can fill them. It is not
    # the one above under "mixed_float16", but one that scales the loss too.
    model.optimizer.build(model.trainable_variables)
    return model


def _optimizer(model, train: TrainConfig) -> keras.optimizers.Optimizer:
    rate = train.schedule.build(train.total_steps)
    multiplier = train.head_learning_rate_multiplier
    if multiplier == 1:
        optimizer = train.optimizer.build(rate)
    else:
        optimizer = train.optimizer.build_discriminative(
            rate, multiplier, _layers_outside_backbone(model)
        )
    if model.dtype_policy.name == "mixed_float16":
        return LossScaleOptimizer(optimizer)
    return optimizer


def _layers_outside_backbone(model) -> tuple[str, ...]:
    """Names of the layers of head and decoder, an auxiliary head too."""
    backbone = {variable.path for variable in backbone_of(model).variables}
    paths = [
        v.path for v in model.trainable_variables if v.path not in backbone
    ]
    return tuple(dict.fromkeys(path.split("/")[0] for path in paths))


# L2 of weights, as a term of the loss.
#
# `keras.optimizers.SGD(weight_decay=...)` is decoupled from the gradient, which
# is another rule than the papers'.


def add_weight_decay(
    model: keras.Model,
    weight_decay: float,
    of: Literal["kernels", "all"] = "kernels",
) -> int:
    """Adds `weight_decay / 2 * sum(weight ** 2)` of weights to the loss.

    Of kernels, those of convolutions and dense layers: batch normalization,
    biases and depthwise kernels stay free, as in the official DeepLab and
    MobileNet code. Of all, every weight that trains, as in the code of
    GALD-Net. Call it before `fit`. It is not stored in the `.keras` file: it
    belongs to the run, not to the network.

    Args:
        model: a built model; its nested layers are found.
        weight_decay: float >= 0.
        of: which weights decay.

    Returns:
        The number of weights that decay.
    """
    decayed = model.trainable_variables
    if of == "kernels":
        decayed = _kernels(model)
    for variable in decayed:
        variable.regularizer = keras.regularizers.L2(weight_decay / 2)
    return len(decayed)


def _kernels(model) -> list[keras.Variable]:
    return [
        layer.kernel
        for layer in model._flatten_layers(include_self=False)
        if isinstance(layer, LINEAR)
    ]
