"""Divergence: losses and weights that are not finite, and likely causes."""

import math

import keras
import numpy as np

from deeplab_family.recipes import TrainConfig
from input_pipeline.sample import IGNORE_LABEL


class DivergedError(FloatingPointError):
    """Raised when a loss or a weight is infinite or not a number.

    Attributes:
        step: the step at which it was seen, counted from 1.
        updates: how many steps had changed the weights by then.
    """

    def __init__(self, message: str, step: int, updates: int):
        super().__init__(message)
        self.step = step
        self.updates = updates


def check_loss(loss: float, step: int):
    """Refuses a loss that is not finite.

    Raises:
        DivergedError: names the loss and the step.
    """
    if not math.isfinite(loss):
        raise DivergedError(
            f"The loss is {loss} at step {step}.", step, updates=step - 1
        )


def check_weights(model: keras.Model, step: int):
    """Refuses a model whose weights or optimizer are not finite.

    Raises:
        DivergedError: names one of the variables that are not.
    """
    variables = [*model.variables]
    if getattr(model, "optimizer", None) is not None:
        variables += model.optimizer.variables
    spoiled = [v.path for v in variables if not np.isfinite(v.numpy()).all()]
    if spoiled:
        raise DivergedError(
            f"{len(spoiled)} of {len(variables)} variables are not finite "
            f"after step {step}, such as {spoiled[0]}.",
            step,
            updates=step,
        )


def likely_cause(
    model: keras.Model, train: TrainConfig, updates: int, batch=None
) -> str:
    """Finds what made a loss infinite or no number.

    Args:
        model: the model as it is after that step.
        train: how it was trained.
        updates: int >= 0, how many steps had changed the weights.
        batch: its images and labels as arrays, or the dict of a detector's
            batch, if they are known.

    Returns:
        A sentence or two. The learning rate is named only where nothing else
        was found, and never before the first update.
    """
    return (
        _cause_in_batch(batch)
        or _cause_in_loss(model)
        or _cause_in_batch_norm(model)
        or _cause_in_precision(model, train)
        or _cause_in_rate(train, updates)
    )


def _cause_in_batch(batch) -> str:
    if batch is None:
        return ""
    of_objects = isinstance(batch, dict)
    images = np.asarray(batch["image"] if of_objects else batch[0])
    if not np.isfinite(images).all():
        return "Its images hold values that are not finite: check the files."
    if of_objects:
        return ""
    labels = np.asarray(batch[1])
    of_pixels = labels.ndim == 3  # as a class of whole images it is one
    if of_pixels and (labels == IGNORE_LABEL).all():
        return (
            f"Every pixel of its labels is {IGNORE_LABEL} (ignored): check "
            "the label files."
        )
    return ""


def _cause_in_loss(model) -> str:
    weights = getattr(model.loss, "class_weights", None)
    if weights is None or np.isfinite(np.asarray(weights, "float64")).all():
        return ""
    return f"Not all of the loss' `class_weights` are finite: {weights}."


def _cause_in_batch_norm(model) -> str:
    frozen = [
        layer
        for layer in model._flatten_layers(include_self=False)
        if isinstance(layer, keras.layers.BatchNormalization)
        and not layer.trainable
    ]
    if not frozen or any(layer.moving_mean.numpy().any() for layer in frozen):
        return ""
    return (
        "Batch normalization is frozen, and its statistics have seen no data "
        "yet, so values grow from layer to layer. Start from a trained "
        "network (--train.weights FILE), or let it train "
        "(--train.freeze, with nothing behind it)."
    )


def _cause_in_precision(model, train) -> str:
    if train.precision != "mixed_float16":
        return ""
    if not all(np.isfinite(v.numpy()).all() for v in model.trainable_variables):
        return ""
    return (
        "The weights are finite; it is the values between the layers that "
        "exceed 65,504, the largest of float16. Use --train.precision "
        "mixed_bfloat16 or float32."
    )


def _cause_in_rate(train, updates) -> str:
    if updates == 0:
        return (
            "No weight had been changed yet, so it is not the learning rate: "
            "the network's own values overflow. Check "
            "`train.weights` and the network's config."
        )
    return (
        "Nothing is wrong with the batch, the loss or the statistics: a "
        "smaller `train.schedule.learning_rate` (now "
        f"{train.schedule.learning_rate:g}{_of_the_head(train)}) helps most "
        "often."
    )


def _of_the_head(train) -> str:
    multiplier = train.head_learning_rate_multiplier
    if multiplier == 1:
        return ""
    return f", and {multiplier:g} times that outside of the backbone"
