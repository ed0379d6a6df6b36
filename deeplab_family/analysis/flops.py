"""Multiply-adds (FLOPs / 2) of a network's convolutions, layer by layer.

Convolutions only, one multiply-add counted once, as the tables of the
literature do; biases, normalizations and resizing are left out.
"""

import dataclasses
import math

import keras
from keras import layers

from deeplab_family.analysis.layer_hooks import forward_hooks

CONVOLUTIONS = (layers.Conv2D, layers.DepthwiseConv2D, layers.Conv2DTranspose)


@dataclasses.dataclass(frozen=True, kw_only=True)
class ConvolutionCost:
    """One call of one convolution, for one image.

    Attributes:
        path: names of the layer and of those around it, joined by "/".
        input_shape, output_shape: `(batch, height, width, channels)`.
        multiply_adds: number of them.
    """

    path: str
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    multiply_adds: int


def multiply_adds(model: keras.Model, height: int, width: int) -> int:
    """Multiply-adds of all convolutions of a model for one image.

    Args:
        model: a built model with one input `(batch, height, width, channels)`.
        height: int > 0, of the image, in pixels.
        width: int > 0, of the image, in pixels.
    """
    costs = convolution_costs(model, height, width)
    return sum(cost.multiply_adds for cost in costs)


def convolution_costs(
    model: keras.Model, height: int, width: int
) -> tuple[ConvolutionCost, ...]:
    """The same, convolution by convolution, in the order they run.

    The model is traced, not run, so a large image costs nothing. A layer that
    convolves by other means takes part if it has a method
    `multiply_adds(input_shape) -> int`.

    Args:
        model: as in `multiply_adds`.
        height: int > 0, of the image, in pixels.
        width: int > 0, of the image, in pixels.
    """
    costs = []

    def heard(layer, inputs, outputs):
        costs.append(cost_of_call(layer, inputs, outputs))

    with forward_hooks(counted_layers(model), heard):
        trace_shapes(model, height, width)
    return tuple(costs)


def trace_shapes(model: keras.Model, height: int, width: int) -> None:
    """Calls a model and every layer within it, without numbers.

    Args:
        model: as in `multiply_adds`.
        height: int > 0, of the image, in pixels.
        width: int > 0, of the image, in pixels.
    """
    image = keras.KerasTensor((1, height, width, model.inputs[0].shape[-1]))
    _Trace(model)(image)


def counted_layers(model: keras.Model) -> list[layers.Layer]:
    """The layers within a model whose calls cost something."""
    return [
        layer
        for layer in model._flatten_layers()
        if isinstance(layer, CONVOLUTIONS) or hasattr(layer, "multiply_adds")
    ]


def cost_of_call(layer: layers.Layer, inputs, outputs) -> ConvolutionCost:
    """Multiply-adds of one call of one of the `counted_layers`."""
    input_shape, output_shape = tuple(inputs.shape), tuple(outputs.shape)
    return ConvolutionCost(
        path=layer.path,
        input_shape=input_shape,
        output_shape=output_shape,
        multiply_adds=_count(layer, input_shape, output_shape),
    )


class _Trace(layers.Layer):
    """Calls a model through and through, with shapes instead of numbers.

    Models and layers that declare their output shape would skip their inner
    calls on a symbolic input; this one declares nothing.
    """

    def __init__(self, model):
        super().__init__()
        self.model = model

    def call(self, images):
        return self.model(images)


def _count(layer, input_shape, output_shape):
    if hasattr(layer, "multiply_adds"):
        return layer.multiply_adds(input_shape)
    # A transposed convolution spreads each pixel of its input; every other
    # one gathers each pixel of its output.
    spreads = isinstance(layer, layers.Conv2DTranspose)
    pixels = math.prod((input_shape if spreads else output_shape)[1:3])
    return pixels * math.prod(layer.kernel.shape)
