"""The operations of a TFLite file, in the words of ai-edge-quantizer.

It knows an operation by its scope: the names of the tensors it writes, each
followed by a semicolon. Names come from the layers of the Keras model.
"""

from dataclasses import dataclass
from pathlib import Path

from export.tflite_file import operation_name, read_model, text_of

# These have no int8 form, or are what connects integers to floats.
UNTOUCHED = {"CAST", "ARG_MAX", "QUANTIZE", "DEQUANTIZE"}


@dataclass(frozen=True)
class Operation:
    """One operation of a file.

    Args:
        kind: its builtin name, such as "CONV_2D"; of a custom one, its own.
        scope: what ai-edge-quantizer calls it.
    """

    kind: str
    scope: str


def read_operations(file: Path) -> list[Operation]:
    """The operations that can be quantized, in the order they run."""
    model = read_model(file)
    found = [
        Operation(operation_name(model, operator), _scope(graph, operator))
        for graph in model.subgraphs
        for operator in graph.operators
    ]
    return [one for one in found if one.kind not in UNTOUCHED]


def _scope(graph, operator) -> str:
    names = [text_of(graph.tensors[index].name) for index in operator.outputs]
    return ";".join(names) + ";"
