"""Filling a model's variables, by their paths, with arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from deeplab_family.weights.errors import WeightsError

if TYPE_CHECKING:
    import keras

STATE = "seed_generator"
"""Part of the path of variables that are no weights."""


def fill(
    model: keras.Model, values: Mapping[str, np.ndarray]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Assigns arrays to variables; nothing is changed if one does not fit.

    Args:
        model: a built model, or one that holds the variables among others.
        values: arrays by path, such as "stem/conv/kernel".

    Returns:
        Paths of the layers that were filled, and of those that were not, in
        the order of the model.

    Raises:
        WeightsError: if a path is unknown, a shape differs, a layer is filled
            in part, or a value is not finite.
    """
    variables = weights_by_path(model)
    for path, value in values.items():
        _check(path, value, variables)
    layers = list(dict.fromkeys(_layer_of(path) for path in variables))
    filled = dict.fromkeys(_layer_of(path) for path in values)
    for path in variables:
        if _layer_of(path) in filled and path not in values:
            raise WeightsError(
                f"`{_layer_of(path)}` would be filled in part: nothing was "
                f"given for {path}"
            )
    for path, value in values.items():
        variables[path].assign(value)
    matched = tuple(layer for layer in layers if layer in filled)
    return matched, tuple(layer for layer in layers if layer not in filled)


def weights_by_path(model: keras.Model) -> dict[str, keras.Variable]:
    """The variables of a model that hold weights, by their paths."""
    return {
        variable.path: variable
        for variable in model.variables
        if STATE not in variable.path
    }


def _layer_of(path: str) -> str:
    return path.rpartition("/")[0]


def _check(path, value, variables):
    if path not in variables:
        raise WeightsError(f"the network has no variable `{path}`")
    expected = tuple(variables[path].shape)
    if value.shape != expected:
        raise WeightsError(
            f"`{path}` has the shape {expected}, the file's array "
            f"{value.shape}: it is of a network of another width or kind"
        )
    if not np.isfinite(value).all():
        raise WeightsError(
            f"the values for `{path}` are not finite: they are of a run that "
            "diverged, or damaged"
        )
