"""Argmax on integer logits, where the converter went back to floats.

Behind some operations it dequantizes the logits for ARG_MAX alone. Scales are
positive, so the largest integer stands where the largest number does.
"""

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.tflite_graph import TFLiteGraph

Operator = schema.BuiltinOperator


def integer_argmax(graph: TFLiteGraph) -> int:
    """Let ARG_MAX read int8 tensors as they are; returns how many did not."""
    sources = {
        int(operator.outputs[0]): int(operator.inputs[0])
        for operator in graph.operators
        if graph.code(operator) == Operator.DEQUANTIZE
        and graph.type(operator.inputs[0]) == schema.TensorType.INT8
    }
    found = 0
    for operator in graph.operators:
        logits = int(operator.inputs[0])
        if graph.code(operator) == Operator.ARG_MAX and logits in sources:
            inputs = [sources[logits], *operator.inputs[1:]]
            operator.inputs = np.array(inputs, np.int32)
            found += 1
    if found:
        _drop_unread(graph, set(sources))
    return found


def _drop_unread(graph: TFLiteGraph, tensors: set[int]) -> None:
    """Remove the operations that write these tensors for nobody.

    The tensors stay in the file's list; their type becomes that of a byte,
    for a float tensor would look as if the file computed with floats.
    """
    unread = {t for t in tensors if not graph.readers()[t]}
    graph.operators = [
        operator
        for operator in graph.operators
        if int(operator.outputs[0]) not in unread
    ]
    for tensor in unread:
        graph.graph.tensors[tensor].type = schema.TensorType.INT8
