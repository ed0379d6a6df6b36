"""Atrous convolutions as 1x1 products that skip the zero padding.

With a rate of 18 on a map of 33 pixels, six of ten products have a zero of
the padding as a factor. Here each tap of the kernel is a 1x1 convolution of
just the pixels it sees, and the results are added up where they belong.
"""

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.replacement import Replacement
from export.tflite.rewrites.atrous_taps import Tap, replace_padded, taps_of
from export.tflite.tflite_graph import TFLiteGraph

LEAST_SHARE_SAVED = 0.2
# Products that one more tap has to save; fewer are not worth its operations.
LEAST_SAVED = 4e6


def crop_atrous_padding(
    graph: TFLiteGraph, least_saved: float = LEAST_SAVED
) -> int:
    """Rewrite float32 convolutions where it pays; returns how many.

    Args:
        graph: what to rewrite.
        least_saved: products that each tap has to save on average.
    """
    return replace_padded(
        graph,
        _Sum,
        numbers=schema.TensorType.FLOAT32,
        least_share=LEAST_SHARE_SAVED,
        least_saved=least_saved,
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
