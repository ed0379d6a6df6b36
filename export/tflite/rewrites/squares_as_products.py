"""Squares and negations as products, which TFLite has for integers.

Its SQUARE and NEG know floats only; the converter wraps them into DEQUANTIZE
and QUANTIZE, and the file would no longer be one of integers.
"""

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.tflite_graph import TFLiteGraph

Operator = schema.BuiltinOperator
MINUS_ONE = -127  # times a scale of 1 / 127


def squares_as_products(graph: TFLiteGraph) -> int:
    """Replace int8 squares and opposites by MUL; returns how many."""
    makers = {int(o.outputs[0]): o for o in graph.operators}
    readers, dropped = graph.readers(), []
    for index, last in enumerate(graph.operators):
        middle = makers.get(int(last.inputs[0]))
        if graph.code(last) != Operator.QUANTIZE or middle is None:
            continue
        first = makers.get(int(middle.inputs[0]))
        chain = [first, middle]
        if first is None or not _is_wrapped(graph, chain, last, readers):
            continue
        source = int(first.inputs[0])
        factor = source
        if graph.code(middle) == Operator.NEG:
            factor = _minus_one(graph, source)
        graph.operators[index] = graph.operation(
            "MUL", [source, factor], last.outputs, schema.MulOptionsT()
        )
        dropped += [id(operator) for operator in chain]
        for operator in chain:
            tensor = graph.graph.tensors[int(operator.outputs[0])]
            # Nobody uses it any more; see `integer_argmax`.
            tensor.type = schema.TensorType.INT8
    graph.operators = [o for o in graph.operators if id(o) not in dropped]
    return len(dropped) // 2


def _is_wrapped(graph, chain, last, readers) -> bool:
    first, middle = chain
    return (
        graph.code(first) == Operator.DEQUANTIZE
        and graph.code(middle) in (Operator.SQUARE, Operator.NEG)
        and graph.type(first.inputs[0]) == schema.TensorType.INT8
        and graph.type(last.outputs[0]) == schema.TensorType.INT8
        and all(readers[int(o.outputs[0])] == 1 for o in chain)
    )


def _minus_one(graph: TFLiteGraph, like: int) -> int:
    values = np.full(graph.shape(like), MINUS_ONE, np.int8)
    constant = graph.add_constant(values)
    scale = schema.QuantizationParametersT()
    scale.scale = np.array([-1 / MINUS_ONE], np.float32)
    scale.zeroPoint = np.array([0], np.int64)
    graph.graph.tensors[constant].quantization = scale
    return constant
