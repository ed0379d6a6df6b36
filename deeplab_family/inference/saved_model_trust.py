"""Whether a SavedModel may run unasked: a graph is a program.

Two things are looked at before TensorFlow loads anything. The folder must be
as `deeplab export` wrote it, by the checksums it left in the folder; whoever
changes both is not found, since nothing is signed. And every operation that
can run must be one of `OPERATIONS`, none of which opens a file, a connection
or Python; that holds for a forged folder too. What remains possible is to
waste memory and time, or to exploit a fault of TensorFlow itself.
"""

import hashlib
import json
from pathlib import Path

from google.protobuf.message import DecodeError
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

from deeplab_family.inference.saved_model_operations import OPERATIONS

MANIFEST = "assets.extra/deeplab_family.json"
GRAPH = "saved_model.pb"
SHOWN = 5


def write_manifest(folder: Path) -> None:
    """Leave the checksum of every file, as the last step of an export.

    Args:
        folder: that holds `saved_model.pb`.
    """
    content = {"files": _checksums(folder)}
    path = folder / MANIFEST
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def why_untrusted(folder: Path) -> str:
    """Say in a few words why somebody must vouch for a SavedModel, or "".

    Args:
        folder: that holds `saved_model.pb`.
    """
    return _not_as_written(folder) or _other_operations(folder / GRAPH)


def _not_as_written(folder: Path) -> str:
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        expected = dict(json.loads(text)["files"])
    except FileNotFoundError:
        return "was not written by `deeplab export`"
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return f"has a damaged {MANIFEST}"
    found = _checksums(folder)
    changed = [
        name
        for name in sorted(found.keys() | expected.keys())
        if found.get(name) != expected.get(name)
    ]
    if changed:
        return f"is not as `deeplab export` wrote it: {_some(changed)}"
    return ""


def _other_operations(graph: Path) -> str:
    try:
        others = sorted(_operations(graph) - OPERATIONS)
    except (DecodeError, ValueError):
        return f"has a {GRAPH} that cannot be read"
    if others:
        return f"uses operations beyond those of a network: {_some(others)}"
    return ""


def _operations(graph: Path) -> set[str]:
    """All that can run when the model is loaded and asked.

    The functions that save and restore checkpoints stand in every graph;
    TensorFlow never calls them when it loads one of the present kind.

    Raises:
        ValueError: the file is of another kind.
    """
    meta_graphs = SavedModel.FromString(graph.read_bytes()).meta_graphs
    if len(meta_graphs) != 1 or not meta_graphs[0].HasField("object_graph_def"):
        raise ValueError("made by TensorFlow 1")
    (meta,) = meta_graphs
    functions = {f.signature.name: f for f in meta.graph_def.library.function}
    keeper = meta.saver_def
    keeping = {
        name.partition(":")[0]
        for name in (keeper.save_tensor_name, keeper.restore_op_name)
    }
    nodes = meta.graph_def.node
    kept = [node for node in nodes if node.name in keeping]
    only_keeping = _reached(kept, functions)
    roots = [node for node in nodes if node.name not in keeping]
    named = {*meta.object_graph_def.concrete_functions}
    named |= functions.keys() - only_keeping
    for name in named & functions.keys():
        roots += functions[name].node_def
    for name in _reached(roots, functions):
        roots += functions[name].node_def
    # A function may be called by its name, as if it were an operation.
    return {node.op for node in [*roots, *kept]} - functions.keys()


def _reached(nodes, functions) -> set[str]:
    """Names of the functions that nodes call, and those call."""
    reached, waiting = set(), list(nodes)
    while waiting:
        for name in _called(waiting.pop()):
            if name in functions and name not in reached:
                reached.add(name)
                waiting += functions[name].node_def
    return reached


def _called(node):
    yield node.op
    for attribute in node.attr.values():
        yield attribute.func.name
        yield from (function.name for function in attribute.list.func)


def _checksums(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != MANIFEST:
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _some(names: list[str]) -> str:
    more = ", ..." if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
