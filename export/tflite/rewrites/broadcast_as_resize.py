"""Broadcast of image pooling as a resize, which XNNPACK has.

XNNPACK has no BROADCAST_TO: the file would fall apart into two delegate
partitions around a slow copy. It has RESIZE_BILINEAR, and a map of one pixel
enlarged is the same copy.
"""

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from export.tflite.tflite_graph import TFLiteGraph


def broadcast_as_resize(graph: TFLiteGraph) -> int:
    """Replace broadcasts of one pixel to a map; returns how many."""
    found = 0
    for index, operator in enumerate(graph.operators):
        if _spreads_one_pixel(graph, operator):
            graph.operators[index] = _resize(graph, operator)
            found += 1
    return found


def _spreads_one_pixel(graph: TFLiteGraph, operator) -> bool:
    if graph.code(operator) != schema.BuiltinOperator.BROADCAST_TO:
        return False
    source, target = operator.inputs[0], operator.outputs[0]
    if not (graph.is_fixed(source) and graph.is_fixed(target)):
        return False
    before, after = graph.shape(source), graph.shape(target)
    return (
        len(before) == len(after) == 4
        and before[1:3] == (1, 1)
        and (before[0], before[3]) == (after[0], after[3])
    )


def _resize(graph: TFLiteGraph, operator):
    source, target = operator.inputs[0], operator.outputs[0]
    size = np.array(graph.shape(target)[1:3], np.int32)
    return graph.operation(
        "RESIZE_BILINEAR",
        [source, graph.add_constant(size)],
        [target],
        schema.ResizeBilinearOptionsT(),
    )
