"""Taps of atrous convolutions: where each of them sees the map."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.replacement import Replacement
from export.tflite.tflite_graph import TFLiteGraph


@dataclass(frozen=True)
class Tap:
    """One position of a kernel along one axis.

    Args:
        index: its number in the kernel.
        shift: where it looks, in pixels from the output.
        start: the first output for which it sees a pixel of the map.
        stop: the output after the last one.
    """

    index: int
    shift: int
    start: int
    stop: int

    @property
    def window(self) -> tuple[int, int]:
        """The first pixel that it sees, and the one after the last."""
        return self.start + self.shift, self.stop + self.shift


def seeing_taps(kernel: int, rate: int, size: int) -> list[Tap]:
    """The taps along an axis that see any pixel, the middle one first.

    Args:
        kernel: odd int, taps along the axis.
        rate: pixels between two of them.
        size: pixels of the map along the axis.
    """
    shifts = [(index - kernel // 2) * rate for index in range(kernel)]
    taps = [
        Tap(index, shift, max(0, -shift), min(size, size - shift))
        for index, shift in enumerate(shifts)
        if abs(shift) < size
    ]
    return sorted(taps, key=lambda tap: abs(tap.shift))


def products_of_padding(
    graph: TFLiteGraph, operator, numbers: int
) -> tuple[float, float]:
    """Products of a convolution that have zero padding as a factor.

    Args:
        graph: that the operation is from.
        operator: the operation; of any other than a convolution of stride 1
            with odd kernel and SAME padding the answer is (0, 0).
        numbers: `TensorType` that the map has to be of.

    Returns:
        Their share of all, 0 to 1, and how many there are for each tap.
    """
    if graph.code(operator) != schema.BuiltinOperator.CONV_2D:
        return 0, 0
    image, weights = (int(tensor) for tensor in operator.inputs[:2])
    options, kernel = operator.builtinOptions, graph.shape(weights)[1:3]
    if not (
        graph.type(image) == numbers
        and graph.constant(weights) is not None
        and graph.is_fixed(image)
        and options.padding == schema.Padding.SAME
        and (options.strideH, options.strideW) == (1, 1)
        and all(size % 2 for size in kernel)
    ):
        return 0, 0
    seen = [
        sum(tap.stop - tap.start for tap in taps)
        for taps in taps_of(graph, operator)
    ]
    pixels = np.prod(graph.shape(image)[1:3])
    unseen = pixels - np.prod(seen) / np.prod(kernel)
    channels = graph.shape(image)[3] * graph.shape(weights)[0]
    return unseen / pixels, unseen * channels


def taps_of(graph: TFLiteGraph, operator) -> tuple[list[Tap], list[Tap]]:
    """The taps of a convolution that see any pixel, by rows and columns."""
    image, weights = operator.inputs[:2]
    options = operator.builtinOptions
    kernel, size = graph.shape(weights)[1:3], graph.shape(image)[1:3]
    return (
        seeing_taps(kernel[0], options.dilationHFactor, size[0]),
        seeing_taps(kernel[1], options.dilationWFactor, size[1]),
    )


def replace_padded(
    graph: TFLiteGraph,
    made: Callable[[TFLiteGraph, object], Replacement],
    *,
    numbers: int,
    least_share: float,
    least_saved: float,
) -> int:
    """Replace convolutions that multiply much padding; returns how many.

    Args:
        graph: what to rewrite.
        made: the replacement of one operation.
        numbers: `TensorType` of the maps.
        least_share: of the products that padding makes zero, 0 to 1.
        least_saved: such products, for each tap.
    """
    operators, found = [], 0
    for operator in graph.operators:
        share, saved = products_of_padding(graph, operator, numbers)
        if share >= least_share and saved >= least_saved:
            operators += made(graph, operator).operators
            found += 1
        else:
            operators.append(operator)
    graph.operators = operators
    return found
