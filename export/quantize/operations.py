"""The operations of a TFLite file, in the words of ai-edge-quantizer.

It knows an operation by its scope: the names of the tensors it writes, each
followed by a semicolon. Names come from the layers of the Keras model.
"""

from dataclasses import dataclass
from pathlib import Path

from ai_edge_litert import schema_py_generated as schema

NAMES = {
    code: name
    for name, code in vars(schema.BuiltinOperator).items()
    if not name.startswith("_")
}
# These have no int8 form, or are what connects integers to floats.
UNTOUCHED = {"CAST", "ARG_MAX", "QUANTIZE", "DEQUANTIZE"}


@dataclass(frozen=True)
class Operation:
    """One operation of a file.

    Args:
        kind: its builtin name, such as "CONV_2D"; "CUSTOM" for others.
        scope: what ai-edge-quantizer calls it.
    """

    kind: str
    scope: str


def parse(content: bytes) -> schema.ModelT:
    """The flatbuffer as objects that can be changed."""
    return schema.ModelT.InitFromPackedBuf(content, 0)


def kind_of(model: schema.ModelT, operator: schema.OperatorT) -> str:
    """The builtin name of an operator."""
    code = model.operatorCodes[operator.opcodeIndex]
    return NAMES[max(code.builtinCode, code.deprecatedBuiltinCode)]


def read_operations(file: Path) -> list[Operation]:
    """The operations that can be quantized, in the order they run."""
    model = parse(file.read_bytes())
    found = [
        Operation(kind_of(model, operator), _scope(graph, operator))
        for graph in model.subgraphs
        for operator in graph.operators
    ]
    return [one for one in found if one.kind not in UNTOUCHED]


def _scope(graph, operator) -> str:
    names = [graph.tensors[index].name.decode() for index in operator.outputs]
    return ";".join(names) + ";"
