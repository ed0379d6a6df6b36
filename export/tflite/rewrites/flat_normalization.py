"""Image normalization by whole rows instead of three channels.

A constant for each channel is applied in steps of three numbers, which leaves
vector units idle. Repeated over a row of the image it is the same arithmetic
on contiguous numbers.
"""

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.tflite_graph import TFLiteGraph

FEW_CHANNELS = 4
Operator = schema.BuiltinOperator
ELEMENTWISE = {Operator.ADD, Operator.SUB, Operator.MUL}
CONVERSIONS = {Operator.CAST, Operator.QUANTIZE}


def flatten_normalization(graph: TFLiteGraph) -> int:
    """Rewrite such operations; returns how many."""
    chosen = [o for o in graph.operators if _is_narrow(graph, o)]
    if chosen:
        _Rows(graph, chosen + _conversions_before(graph, chosen))
    return len(chosen)


def _is_narrow(graph: TFLiteGraph, operator) -> bool:
    if graph.code(operator) not in ELEMENTWISE:
        return False
    image, values = operator.inputs
    constant = graph.constant(values)
    if constant is None or not graph.is_fixed(image):
        return False
    shape = graph.shape(image)
    return (
        len(shape) == 4
        and shape == graph.shape(operator.outputs[0])
        and shape[3] == constant.size <= FEW_CHANNELS
    )


def _conversions_before(graph: TFLiteGraph, chosen: list) -> list:
    """Bytes are cheaper to reshape than the numbers they turn into."""
    wanted = {int(operator.inputs[0]) for operator in chosen}
    readers = graph.readers()
    return [
        operator
        for operator in graph.operators
        if graph.code(operator) in CONVERSIONS
        and int(operator.outputs[0]) in wanted
        and readers[int(operator.outputs[0])] == 1
    ]


class _Rows:
    """Lets some operations compute on rows, and reshapes around them."""

    def __init__(self, graph: TFLiteGraph, chosen: list):
        self.graph, self.flat, self.operators = graph, {}, []
        names = {id(operator) for operator in chosen}
        others = [o for o in graph.operators if id(o) not in names]
        self.wanted = {int(t) for o in others for t in o.inputs}
        self.wanted |= {int(tensor) for tensor in graph.graph.outputs}
        for operator in graph.operators:
            if id(operator) in names:
                self._rewrite(operator)
            else:
                self.operators.append(operator)
        graph.operators = self.operators

    def _rewrite(self, operator) -> None:
        image, output = int(operator.inputs[0]), int(operator.outputs[0])
        if image not in self.flat:
            self._reshape(image, self._flattened(image))
        inputs = [self.flat[image], *operator.inputs[1:]]
        if len(inputs) == 2:
            inputs[1] = self._repeated(inputs[1], self.graph.shape(image)[2])
        operator.inputs = np.array(inputs, np.int32)
        operator.outputs = np.array([self._flattened(output)], np.int32)
        self.operators.append(operator)
        if output in self.wanted:
            self._reshape(self.flat[output], output)

    def _flattened(self, tensor: int) -> int:
        batch, height, width, channels = self.graph.shape(tensor)
        rows = (batch, height, width * channels)
        self.flat[tensor] = self.graph.add_tensor(rows, like=tensor)
        return self.flat[tensor]

    def _repeated(self, values: int, times: int) -> int:
        row = np.tile(self.graph.constant(values).ravel(), times)
        return self.graph.add_constant(row, like=int(values))

    def _reshape(self, source: int, target: int) -> None:
        options = schema.ReshapeOptionsT()
        options.newShape = np.array(self.graph.shape(target), np.int32)
        inputs = [source, self.graph.add_constant(options.newShape)]
        self.operators.append(
            self.graph.operation("RESHAPE", inputs, [target], options)
        )
