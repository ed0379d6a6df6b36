"""Operations that take the place of others in a TFLite graph."""

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.tflite_graph import TFLiteGraph


class Replacement:
    """New operations, in running order, not yet in the graph.

    Args:
        graph: that they are for; their tensors are added to it at once.

    Attributes:
        operators: what was appended so far.
    """

    def __init__(self, graph: TFLiteGraph):
        self.graph, self.operators = graph, []

    def append(
        self, name: str, inputs, shape: tuple[int, ...], like: int, options
    ) -> int:
        """Append an operation; returns the tensor that it writes.

        Args:
            name: as in `BuiltinOperator`.
            inputs: numbers of the tensors that it reads.
            shape: of what it writes.
            like: tensor whose type and quantization that has.
            options: the schema's object of its options.
        """
        output = self.graph.add_tensor(shape, like)
        self.operators.append(
            self.graph.operation(name, inputs, [output], options)
        )
        return output

    def integers(self, values) -> int:
        """A constant of int32."""
        return self.graph.add_constant(np.array(values, np.int32))

    def window(
        self, image: int, rows: tuple[int, int], columns: tuple[int, int]
    ) -> int:
        """The part of a map between rows and columns, first and beyond last."""
        batch, height, width, channels = self.graph.shape(image)
        if (rows, columns) == ((0, height), (0, width)):
            return image
        begin = self.integers((0, rows[0], columns[0], 0))
        shape = (batch, rows[1] - rows[0], columns[1] - columns[0], channels)
        inputs = [image, begin, self.integers(shape)]
        return self.append(
            "SLICE", inputs, shape, image, schema.SliceOptionsT()
        )

    def joined(self, parts: list[int], axis: int) -> int:
        """Maps side by side along an axis."""
        if len(parts) == 1:
            return parts[0]
        options = schema.ConcatenationOptionsT()
        options.axis = axis
        shape = list(self.graph.shape(parts[0]))
        shape[axis] = sum(self.graph.shape(part)[axis] for part in parts)
        return self.append(
            "CONCATENATION", parts, tuple(shape), parts[0], options
        )

    def finish(self, output: int) -> None:
        """Let the last operation write this tensor."""
        self.operators[-1].outputs = np.array([output], np.int32)
