"""Groups of operations that are kept in float32 together."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from export.tflite.tflite_file import (
    operation_name,
    read_model,
    text_of,
)

# The operations of a TFLite file, in the words of ai-edge-quantizer.
#
# It knows an operation by its scope: the names of the tensors it writes, each
# followed by a semicolon. Names come from the layers of the Keras model.

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


@dataclass(frozen=True)
class Group:
    """Operations of one part of a network.

    Args:
        name: of that part, such as "aspp/rate_0".
        scopes: of its operations, as ai-edge-quantizer knows them.
    """

    name: str
    scopes: tuple[str, ...]


def group_operations(
    operations: Sequence[Operation], limit: int
) -> tuple[Group, ...]:
    """Divide a network into at most so many parts.

    Layers within layers give the parts their names: as deep as the limit
    allows. A flat network of more layers is cut into runs of neighbors.

    Args:
        operations: in the order they run.
        limit: most parts there may be, at least 1.
    """
    paths = [_path(operation) for operation in operations]
    for depth in range(max(map(len, paths), default=1), 0, -1):
        parts = _by_path(operations, [path[:depth] for path in paths])
        if len(parts) <= limit:
            break
    names = _short_names(list(parts))
    scopes = list(parts.values())
    size = -(-len(scopes) // limit) or 1
    return tuple(
        Group(
            _span(names[start : start + size]),
            tuple(sum(scopes[start : start + size], [])),
        )
        for start in range(0, len(scopes), size)
    )


def _path(operation: Operation) -> tuple[str, ...]:
    """The layers around it, or its own name at the top of the graph."""
    parts = operation.scope.partition(";")[0].split("/")
    return tuple(parts[:-1] or parts)


def _by_path(operations, paths) -> dict[tuple[str, ...], list[str]]:
    parts = {}
    for operation, path in zip(operations, paths, strict=True):
        parts.setdefault(path, []).append(operation.scope)
    return parts


def _short_names(paths) -> list[str]:
    """Without the layers that all of them share."""
    shared = len(os.path.commonprefix([p for p in paths if len(p) > 1]))
    return ["/".join(path[shared:] or path[-1:]) for path in paths]


def _span(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
