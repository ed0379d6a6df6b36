"""Delegation: operations of a TFLite file that XNNPACK takes.

LiteRT has no public question for it. The interpreter's list of nodes, which
its own tools read, keeps the operations of the file and appends one node
called DELEGATE for each piece that a delegate has taken over.
"""

from collections import Counter
from pathlib import Path

from ai_edge_litert.interpreter import Interpreter

from export.report.artifact_results import Delegation

TAKEN = "DELEGATE"


def read_delegation(path: Path, image_size: tuple[int, int]) -> Delegation:
    """Load a TFLite file and see what the delegate took.

    Args:
        path: the `.tflite` file.
        image_size: (height, width) for a file that takes any size.
    """
    interpreter = Interpreter(str(path))
    details = interpreter.get_input_details()[0]
    if min(details["shape_signature"][1:3]) < 1:
        channels = int(details["shape_signature"][3])
        size = (1, *image_size, channels)
        interpreter.resize_tensor_input(details["index"], size)
    interpreter.allocate_tensors()
    return split(interpreter._get_ops_details())


def split(nodes: list[dict]) -> Delegation:
    """Tell the delegated operations from the others.

    Args:
        nodes: dicts with "op_name", "inputs" and "outputs" (tensor numbers),
            the operations of the file before the DELEGATE nodes.
    """
    pieces = [node for node in nodes if node["op_name"] == TAKEN]
    operations = [node for node in nodes if node["op_name"] != TAKEN]
    makers = {
        int(tensor): number
        for number, node in enumerate(operations)
        for tensor in node["outputs"]
    }
    inside = set()
    for piece in pieces:
        inside |= _within(piece, operations, makers)
    remaining = Counter(
        node["op_name"]
        for number, node in enumerate(operations)
        if number not in inside
    )
    return Delegation(
        partitions=len(pieces),
        delegated=len(inside),
        remaining=dict(sorted(remaining.items())),
    )


def _within(piece, operations, makers) -> set[int]:
    """Everything between a piece's outputs and its inputs, backwards."""
    border = {int(tensor) for tensor in piece["inputs"]}
    found, open_tensors = set(), [int(t) for t in piece["outputs"]]
    while open_tensors:
        tensor = open_tensors.pop()
        number = makers.get(tensor)
        if tensor in border or number is None or number in found:
            continue
        found.add(number)
        open_tensors += [int(t) for t in operations[number]["inputs"]]
    return found
