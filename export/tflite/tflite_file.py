"""TFLite file facts: operations and float tensors.

`ai_edge_litert.tools.flatbuffer_utils` reads the flatbuffer; everything else
here and in `mobile` and `quantize` goes through `read_model`.
"""

from collections import Counter
from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.tools import flatbuffer_utils

from export.errors import ExportError

# Left over from atrous convolutions; GPU delegates refuse them.
SPACE = {"SPACE_TO_BATCH_ND", "BATCH_TO_SPACE_ND"}
# Weights outside the file's constants, which int8 calibration trips over.
UNFROZEN = {"VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE", "CALL_ONCE"}
FLOATS = {schema.TensorType.FLOAT32, schema.TensorType.FLOAT16}


def read_model(file: Path | bytes) -> schema.ModelT:
    """The flatbuffer as the schema's objects, which may be changed.

    Constants that a file keeps behind its flatbuffer, as ai-edge-quantizer
    writes them, are brought inside.

    Args:
        file: the path of a TFLite file, or its content.
    """
    content = file if isinstance(file, bytes) else file.read_bytes()
    model = flatbuffer_utils.read_model_from_bytearray(content)
    for buffer in model.buffers:
        if isinstance(buffer.data, bytes):
            # Arrays are packed at once, bytes one by one.
            buffer.data = np.frombuffer(buffer.data, np.uint8)
    return model


def pack_model(model: schema.ModelT) -> bytes:
    """The content of a TFLite file that holds this model."""
    return bytes(flatbuffer_utils.convert_object_to_bytearray(model))


def operation_name(model: schema.ModelT, operator: schema.OperatorT) -> str:
    """The builtin name of an operation; of a custom or Flex one, its own."""
    name = flatbuffer_utils.opcode_to_name(model, operator.opcodeIndex)
    if name == "CUSTOM":
        return text_of(model.operatorCodes[operator.opcodeIndex].customCode)
    return name


def text_of(name: bytes | str) -> str:
    """A name of the flatbuffer: bytes when read, text when newly given."""
    return name.decode("utf-8") if isinstance(name, bytes) else name


def count_operations(path: Path) -> Counter[str]:
    """Number of each operation; custom and Flex ones by their name."""
    model = read_model(path)
    return Counter(
        operation_name(model, operator)
        for graph in model.subgraphs
        for operator in graph.operators
    )


def count_float_tensors(path: Path) -> int:
    """Number of tensors that hold floating-point numbers."""
    return sum(
        tensor.type in FLOATS
        for graph in read_model(path).subgraphs
        for tensor in graph.tensors
    )


def check_operations(
    path: Path, *, integers_only: bool = False, any_size: bool = False
) -> None:
    """Refuse a file that phones cannot run, or run slowly.

    Args:
        path: the TFLite file.
        integers_only: refuse floating-point tensors as well.
        any_size: let operations pass that only a fixed size avoids.

    Raises:
        ExportError: names the file and the operations.
    """
    found = count_operations(path)
    foreign = sorted(set(found) - set(vars(schema.BuiltinOperator)))
    if foreign:
        raise ExportError(f"{path.name}: needs {foreign} beyond the builtins")
    unwanted = sorted(set(found) & (UNFROZEN if any_size else SPACE | UNFROZEN))
    if unwanted:
        raise ExportError(
            f"{path.name}: holds {', '.join(unwanted)}, which GPU delegates "
            "refuse. Dilated convolutions must have a static batch and size"
        )
    floats = count_float_tensors(path) if integers_only else 0
    if floats:
        raise ExportError(
            f"{path.name}: {floats} tensors are still floating-point, so it "
            "is no full-integer file. An operation has no integer form"
        )
