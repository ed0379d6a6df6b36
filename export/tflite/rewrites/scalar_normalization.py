"""Image normalization by one number, where all channels have the same.

A vector of three numbers is applied in steps of three, which leaves vector
units idle; a single number is applied to whole rows.
"""

import numpy as np

from export.tflite.rewrites.flat_normalization import ELEMENTWISE
from export.tflite.tflite_graph import TFLiteGraph


def scalar_normalization(graph: TFLiteGraph) -> int:
    """Replace constants of equal numbers by one number; returns how many."""
    found = 0
    for operator in graph.operators:
        if graph.code(operator) in ELEMENTWISE and _repeats(graph, operator):
            image, values = (int(tensor) for tensor in operator.inputs)
            number = graph.constant(values).ravel()[:1]
            number = graph.add_constant(number, like=values)
            operator.inputs = np.array([image, number], np.int32)
            found += 1
    return found


def _repeats(graph: TFLiteGraph, operator) -> bool:
    """Whether a constant holds one number, several times, within the shape."""
    image, values = operator.inputs
    numbers = graph.constant(values)
    return (
        numbers is not None
        and numbers.size > 1
        and np.ptp(numbers) == 0
        and graph.shape(image) == graph.shape(operator.outputs[0])
    )
