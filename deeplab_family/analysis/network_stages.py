"""Stages of a network: cost and receptive field of each."""

import dataclasses
import math
from typing import Self

import keras
import tensorflow as tf

from deeplab_family.analysis.flops import (
    cost_of_call,
    counted_layers,
)
from deeplab_family.analysis.layer_hooks import forward_hooks
from deeplab_family.analysis.receptive_field import Field, receptive_fields


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stage:
    """One layer of a network, or a block of units of its backbone.

    Attributes:
        name: of the layer, or what the names of the units have in common.
        stride: pixels of the image for one of the result, rounded.
        atrous_rates: of every convolution larger than 1x1, in the order they
            run.
        channels: of the result.
        parameters: trainable weights.
        multiply_adds: of the convolutions, for one image.
        receptive_field: height and width in pixels of the image, borders
            ignored; infinity for the whole image, NaN where not known.
    """

    name: str
    stride: int
    atrous_rates: tuple[int, ...]
    channels: int
    parameters: int
    multiply_adds: int
    receptive_field: tuple[float, float]

    def followed_by(self, unit: Self) -> Self:
        """This stage and one more unit of it."""
        return dataclasses.replace(
            unit,
            name=self.name,
            atrous_rates=self.atrous_rates + unit.atrous_rates,
            parameters=self.parameters + unit.parameters,
            multiply_adds=self.multiply_adds + unit.multiply_adds,
        )


def stages(model: keras.Model, height: int, width: int) -> tuple[Stage, ...]:
    """The stages in the order they run.

    Layers without weights that leave stride and receptive field alone, such
    as dropout, are left out. The model is traced, not run.

    Args:
        model: a built functional model with one input; models within it are
            opened, other layers are not.
        height: int > 0, of the image, in pixels.
        width: int > 0, of the image, in pixels.
    """
    found = []
    for name, stage in _units(model, height, width):
        if found and name == found[-1].name:
            found[-1] = found[-1].followed_by(stage)
        else:
            found.append(dataclasses.replace(stage, name=name))
    return tuple(found)


def _units(model, height, width):
    """Pairs of a stage's name and one of its units."""
    calls, graph, image = _trace(model, height, width)
    fields = receptive_fields(graph, image)
    counted, parts = set(counted_layers(model)), set(_parts(model))
    inner, strides = [], {(height, width): 1}
    for layer, inputs, outputs in calls:
        if layer in counted:
            inner.append((layer, inputs, outputs))
        if layer in parts:
            before, after = (_field(fields, maps) for maps in (inputs, outputs))
            unit = _unit(layer, inner, outputs, after, strides)
            if unit.parameters or not _same(before, after):
                yield layer.name.partition("_unit")[0], unit
            inner = []


def _trace(model, height, width):
    """Calls in the order they ended, the graph they made, and its input."""
    calls = []

    def heard(*call):
        calls.append(call)

    image = tf.TensorSpec((1, height, width, model.inputs[0].shape[-1]))
    function = tf.function(model, autograph=False)
    with forward_hooks([*counted_layers(model), *_parts(model)], heard):
        traced = function.get_concrete_function(image)
    return calls, traced.graph, traced.inputs[0]


def _parts(model):
    """The layers of a functional model and of the models within it."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _parts(layer)
        elif not isinstance(layer, keras.layers.InputLayer):
            yield layer


def _unit(layer, calls, outputs, field, strides) -> Stage:
    outputs = _first(outputs)
    costs = [cost_of_call(*call) for call in calls]
    return Stage(
        name=layer.name,
        stride=_stride(tuple(outputs.shape[1:3]), field, strides),
        atrous_rates=tuple(
            max(layer.dilation_rate) for layer, *_ in calls if _looks(layer)
        ),
        channels=outputs.shape[-1],
        parameters=sum(
            math.prod(weight.shape) for weight in layer.trainable_variables
        ),
        multiply_adds=sum(cost.multiply_adds for cost in costs),
        receptive_field=field.size,
    )


def _stride(size, field, strides) -> int:
    """The stride of a map; `strides` remembers those of maps by their size."""
    stride = max(1, round(field.rows.jump))
    if math.isfinite(field.rows.size):
        strides[size] = stride
        return stride
    # Behind a mean of the whole map there are no jumps left to trust.
    return strides.get(size, stride)


def _looks(layer) -> bool:
    """Whether a convolution looks beside its pixel."""
    return max(getattr(layer, "kernel_size", (1,))) > 1


def _field(fields, maps) -> Field:
    return fields.get(_first(maps).op.name, Field())


def _first(maps):
    return keras.tree.flatten(maps)[0]


def _same(before, after) -> bool:
    return before.size == after.size and before.rows.jump == after.rows.jump
