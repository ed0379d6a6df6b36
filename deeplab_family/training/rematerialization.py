"""Rematerialization of a network: which of its layers compute maps twice."""

import functools
import inspect

import keras

from deeplab_family.backend import rematerialized


def rematerialize(model: keras.Model) -> int:
    """Has each unit of the network compute its inner maps again.

    Units are the layers that are made of layers: residual units, pyramids,
    blocks of convolution, normalization and ReLU. Only what goes from one to
    the next is kept until the backward pass. Belongs to the run, not to the
    network: it is not stored with it.

    Args:
        model: built; nested networks are gone through.

    Returns:
        The number of units.
    """
    units = list(_units(model))
    for unit in units:
        unit.call = _twice(unit)
    return len(units)


def _units(model):
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _units(layer)
        elif (
            "training" in inspect.signature(layer.call).parameters
            and len(list(layer._flatten_layers())) > 1
        ):
            yield layer


def _twice(unit):
    call = unit.call

    @functools.wraps(call)
    def rematerialized_call(inputs, training=None):
        if not training:
            return call(inputs, training=training)
        return rematerialized(unit, call, inputs, training=training)

    return rematerialized_call
