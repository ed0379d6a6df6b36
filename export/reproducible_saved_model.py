"""Reproducible SavedModel: bytes that follow from the model alone.

TensorFlow numbers functions with a counter of the whole process, writes them
in the order of a hash table and signs each file with a random number; so two
exports of one model would differ.
"""

import copy
import re
from collections.abc import Iterator
from pathlib import Path

from tensorflow.core.protobuf.fingerprint_pb2 import FingerprintDef
from tensorflow.core.protobuf.saved_model_pb2 import SavedModel
from tensorflow.python.saved_model.pywrap_saved_model import fingerprinting

GRAPH, FINGERPRINT = "saved_model.pb", "fingerprint.pb"
# Variant of a saved object -> its field that names a function.
CALLS = {
    "bare_concrete_function": "concrete_function_name",
    "captured_tensor": "concrete_function",
}
GIVEN_NAME = "_user_specified_name"
UNREAD = re.compile(r"_\d+__(_redundant_placeholder\d+)$")
NUMBERED = re.compile(r"(.*_)(\d+)")


def number_functions(folder: Path) -> None:
    """Number the functions of a SavedModel from 0, in place.

    Args:
        folder: that holds `saved_model.pb`, as `tf.saved_model.save` left it.
    """
    path = folder / GRAPH
    saved = SavedModel.FromString(path.read_bytes())
    for meta in saved.meta_graphs:
        names = _new_names(meta.graph_def.library.function)
        _rename_library(meta.graph_def.library, names)
        for node in _nodes(meta.graph_def):
            _rename_calls(node, names)
        _rename_objects(meta.object_graph_def, names)
        _rename_keys(meta.meta_info_def.function_aliases, names)
    path.write_bytes(saved.SerializeToString(deterministic=True))
    _sign(folder)


def _new_names(functions) -> dict[str, str]:
    """Numbers rise as functions are made, which no two exports do otherwise."""
    parts = [
        NUMBERED.fullmatch(function.signature.name) for function in functions
    ]
    ordered = sorted(filter(None, parts), key=lambda part: int(part[2]))
    return {part[0]: f"{part[1]}{place}" for place, part in enumerate(ordered)}


def _nodes(graph) -> Iterator:
    yield from graph.node
    for function in graph.library.function:
        yield from function.node_def


def _rename_library(library, names) -> None:
    for function in library.function:
        name = function.signature.name
        function.signature.name = names.get(name, name)
        _number_arguments(function)
    for gradient in library.gradient:
        for field in ("function_name", "gradient_func"):
            name = getattr(gradient, field)
            setattr(gradient, field, names.get(name, name))
    library.function.sort(key=lambda function: function.signature.name)
    library.gradient.sort(key=lambda gradient: gradient.function_name)


def _number_arguments(function) -> None:
    """What the process numbered gets the place of the argument instead."""
    for place, argument in function.arg_attr.items():
        if GIVEN_NAME in argument.attr and (
            argument.attr[GIVEN_NAME].s.isdigit()
        ):
            argument.attr[GIVEN_NAME].s = str(place).encode()
    # Nobody reads these within the function, and callers go by the place.
    for argument in function.signature.input_arg:
        argument.name = UNREAD.sub(r"_\1", argument.name)


def _rename_calls(node, names) -> None:
    for attribute in node.attr.values():
        called = list(attribute.list.func) if attribute.HasField("list") else []
        if attribute.HasField("func"):
            called.append(attribute.func)
        for function in called:
            function.name = names.get(function.name, function.name)


def _rename_objects(objects, names) -> None:
    # Touched only where it is there: writing makes a node to what it is not.
    for node in objects.nodes:
        kind = node.WhichOneof("kind")
        if kind == "function":
            held = node.function.concrete_functions
            held[:] = [names.get(name, name) for name in held]
        if kind in CALLS:
            owner, field = getattr(node, kind), CALLS[kind]
            name = getattr(owner, field)
            setattr(owner, field, names.get(name, name))
    _rename_keys(objects.concrete_functions, names)


def _rename_keys(entries, names) -> None:
    """All at once: a new name may be the old one of another."""
    copies = {name: copy.deepcopy(entries[name]) for name in entries}
    entries.clear()
    for name, value in copies.items():
        if isinstance(value, str):
            entries[names.get(name, name)] = value
        else:
            entries[names.get(name, name)].CopyFrom(value)


def _sign(folder: Path) -> None:
    """The checksums of what is there now, and one of them as its number."""
    (folder / FINGERPRINT).unlink(missing_ok=True)
    content = fingerprinting.CreateFingerprintDef(str(folder))
    signed = FingerprintDef.FromString(content)
    signed.uuid = str(signed.saved_model_checksum)
    (folder / FINGERPRINT).write_bytes(
        signed.SerializeToString(deterministic=True)
    )
