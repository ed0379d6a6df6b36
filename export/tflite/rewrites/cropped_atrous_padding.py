"""Atrous convolutions as 1x1 products that skip the zero padding.

With a rate of 18 on a map of 33 pixels, six of ten products have a zero of
the padding as a factor. Here each tap of the kernel is a 1x1 convolution of
just the pixels it sees, and the results are added up where they belong.
"""

from dataclasses import dataclass

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.replacement import Replacement, replace_operations
from export.tflite.tflite_graph import TFLiteGraph

LEAST_SHARE_SAVED = 0.2
# Products that one more tap has to save; fewer are not worth its operations.
LEAST_SAVED = 4e6


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


def crop_atrous_padding(
    graph: TFLiteGraph, least_saved: float = LEAST_SAVED
) -> int:
    """Rewrite float32 convolutions where it pays; returns how many.

    Args:
        graph: what to rewrite.
        least_saved: products that each tap has to save on average.
    """

    def pays(operator) -> bool:
        share, saved = products_of_padding(
            graph, operator, schema.TensorType.FLOAT32
        )
        return share >= LEAST_SHARE_SAVED and saved >= least_saved

    return replace_operations(graph, pays, _Sum)


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


class _Sum(Replacement):
    """The operations that stand for one convolution."""

    def __init__(self, graph: TFLiteGraph, operator):
        super().__init__(graph)
        self.image, self.weights, self.bias = (int(t) for t in operator.inputs)
        self.output = int(operator.outputs[0])
        self.filters = graph.shape(self.output)[3]
        self.no_bias = graph.add_constant(np.zeros(self.filters, np.float32))
        self.rows, self.columns = taps_of(graph, operator)
        total = None
        for row in self.rows:
            total = self._added(total, self._row(row))
        # The last one does the activation.
        activation = operator.builtinOptions.fusedActivationFunction
        self.operators[-1].builtinOptions.fusedActivationFunction = activation
        self.finish(self.output)

    def _row(self, row: Tap) -> int:
        """What one row of the kernel contributes to the whole map."""
        total = None
        for column in self.columns:
            part = self._pointwise(row, column)
            total = self._added(total, self._padded(part, column, axis=2))
        return self._padded(total, row, axis=1)

    def _pointwise(self, row: Tap, column: Tap) -> int:
        kernel = self.graph.constant(self.weights)
        kernel = kernel[
            :, row.index : row.index + 1, column.index : column.index + 1
        ]
        middle = row.shift == column.shift == 0
        window = self.window(self.image, row.window, column.window)
        shape = (*self.graph.shape(window)[:3], self.filters)
        options = schema.Conv2DOptionsT()
        options.padding = schema.Padding.VALID
        options.strideH = options.strideW = 1
        weights = self.graph.add_constant(kernel, like=self.weights)
        inputs = [window, weights, self.bias if middle else self.no_bias]
        return self.append("CONV_2D", inputs, shape, self.output, options)

    def _padded(self, part: int, tap: Tap, axis: int) -> int:
        """A part of the map at its place in the whole map."""
        size = self.graph.shape(self.image)[axis]
        if tap.stop - tap.start == size:
            return part
        around = np.zeros((4, 2), np.int32)
        around[axis] = tap.start, size - tap.stop
        shape = list(self.graph.shape(part))
        shape[axis] = size
        inputs = [part, self.graph.add_constant(around)]
        return self.append(
            "PAD", inputs, tuple(shape), part, schema.PadOptionsT()
        )

    def _added(self, total: int | None, part: int) -> int:
        if total is None:
            return part
        shape = self.graph.shape(part)
        return self.append(
            "ADD", [total, part], shape, part, schema.AddOptionsT()
        )
