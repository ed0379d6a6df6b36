"""What a TFLite file is made of, read from the file itself."""

from collections import Counter
from pathlib import Path

from ai_edge_litert import schema_py_generated as schema

from export.errors import ExportError

# Left over from atrous convolutions; GPU delegates refuse them.
SPACE = {"SPACE_TO_BATCH_ND", "BATCH_TO_SPACE_ND"}
# Weights outside the file's constants, which int8 calibration trips over.
UNFROZEN = {"VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE", "CALL_ONCE"}
FLOATS = {schema.TensorType.FLOAT32, schema.TensorType.FLOAT16}
NAMES = {
    code: name
    for name, code in vars(schema.BuiltinOperator).items()
    if not name.startswith("_")
}


def count_operations(path: Path) -> Counter[str]:
    """How often each operation occurs; custom and Flex ones by their name."""
    model = _parse(path)
    names = [_name(code) for code in model.operatorCodes]
    return Counter(
        names[operator.opcodeIndex]
        for graph in model.subgraphs
        for operator in graph.operators
    )


def count_float_tensors(path: Path) -> int:
    """How many tensors hold floating-point numbers."""
    return sum(
        tensor.type in FLOATS
        for graph in _parse(path).subgraphs
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
    foreign = sorted(set(found) - set(NAMES.values()))
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


def _parse(path: Path):
    return schema.ModelT.InitFromPackedBuf(path.read_bytes(), 0)


def _name(code) -> str:
    # Old files keep the number in a field of one byte.
    number = max(code.builtinCode, code.deprecatedBuiltinCode)
    if number == schema.BuiltinOperator.CUSTOM:
        return code.customCode.decode()
    return NAMES[number]
