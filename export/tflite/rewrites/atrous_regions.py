"""Atrous convolutions in regions whose pixels see the same taps.

With a rate beyond half the map no pixel sees the whole kernel: most taps lie
on the padding. The map falls into rectangles, each of which sees some taps,
and each is a convolution of these alone, without padding. Every pixel stays
one sum of the same products, so that integers keep their values bit for bit.
The price is weights that are stored for each rectangle that sees them.
"""

import copy
from dataclasses import dataclass

from ai_edge_litert import schema_py_generated as schema

from export.tflite.replacement import Replacement
from export.tflite.rewrites.atrous_taps import Tap, replace_padded, taps_of
from export.tflite.tflite_graph import TFLiteGraph

# At less than half, the regions would need five times the weights.
LEAST_SHARE_SAVED = 0.5
# Products that each tap has to save; fewer are not worth the operations.
LEAST_SAVED = 4e6


@dataclass(frozen=True)
class Span:
    """Pixels along an axis that see the same taps.

    Args:
        start: the first one.
        stop: the one after the last.
        taps: what they see, from left to right.
    """

    start: int
    stop: int
    taps: tuple[Tap, ...]

    @property
    def kernel(self) -> slice:
        """The part of the kernel."""
        return slice(self.taps[0].index, self.taps[-1].index + 1)

    @property
    def window(self) -> tuple[int, int]:
        """First pixel that is looked at, and the one after the last."""
        return self.start + self.taps[0].shift, self.stop + self.taps[-1].shift


def split_atrous_regions(
    graph: TFLiteGraph, least_saved: float = LEAST_SAVED
) -> int:
    """Split int8 convolutions where it pays; returns how many.

    Args:
        graph: what to rewrite.
        least_saved: products that each tap has to save on average.
    """
    return replace_padded(
        graph,
        _Regions,
        numbers=schema.TensorType.INT8,
        least_share=LEAST_SHARE_SAVED,
        least_saved=least_saved,
    )


def spans(taps: list[Tap], size: int) -> list[Span]:
    """Cut an axis where the taps that are seen change.

    Args:
        taps: of the kernel along the axis, see `seeing_taps`.
        size: pixels of the map along the axis.
    """
    ends = {end for tap in taps for end in (tap.start, tap.stop)}
    borders = sorted(ends | {0, size})
    ordered = sorted(taps, key=lambda tap: tap.index)
    return [
        Span(
            start,
            stop,
            tuple(t for t in ordered if t.start <= start and stop <= t.stop),
        )
        for start, stop in zip(borders, borders[1:], strict=False)
    ]


class _Regions(Replacement):
    """The operations that stand for one convolution."""

    def __init__(self, graph: TFLiteGraph, operator):
        super().__init__(graph)
        self.options = operator.builtinOptions
        self.image, self.weights, self.bias = (int(t) for t in operator.inputs)
        self.output = int(operator.outputs[0])
        height, width = graph.shape(self.image)[1:3]
        rows, columns = taps_of(graph, operator)
        bands = []
        for row in spans(rows, height):
            parts = [self._region(row, col) for col in spans(columns, width)]
            bands.append(self.joined(parts, axis=2))
        self.joined(bands, axis=1)
        self.finish(self.output)

    def _region(self, row: Span, column: Span) -> int:
        window = self.window(self.image, row.window, column.window)
        kernel = self.graph.constant(self.weights)
        kernel = kernel[:, row.kernel, column.kernel]
        weights = self.graph.add_constant(kernel, like=self.weights)
        options = copy.copy(self.options)
        options.padding = schema.Padding.VALID
        batch, _, _, filters = self.graph.shape(self.output)
        size = row.stop - row.start, column.stop - column.start
        inputs, shape = [window, weights, self.bias], (batch, *size, filters)
        return self.append("CONV_2D", inputs, shape, self.output, options)
