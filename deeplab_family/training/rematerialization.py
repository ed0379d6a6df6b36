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
    # A network and its auxiliary head share units.
    units = {id(unit): unit for unit in _units(model)}
    for unit in units.values():
        unit.call = _twice(unit)
    return len(units)


def _units(model):
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _units(layer)
        elif _has_layers(layer) and _is_told(layer):
            yield layer


def _has_layers(layer) -> bool:
    return any(True for _ in layer._flatten_layers(include_self=False))


def _is_told(layer) -> bool:
    """Whether it takes `training`, and needs nothing else but maps.

    What is not told of training reads it from the call around it, which the
    second pass does not have.
    """
    _, *others = inspect.signature(layer.call).parameters.values()
    names = [other.name for other in others]
    needed = [one for one in others if one.default is one.empty]
    return "training" in names and not needed


def _twice(unit):
    call = unit.call

    @functools.wraps(call)
    def rematerialized_call(inputs, training=None, **others):
        if others or not training:
            return call(inputs, training=training, **others)
        return rematerialized(unit, call, inputs, training=training)

    return rematerialized_call
