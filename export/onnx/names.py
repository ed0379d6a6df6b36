"""Names of an ONNX graph that follow from the model alone.

tf2onnx numbers what it adds with a counter of the process, and of equal
constants keeps the one that a set of strings happens to give first.
"""

import re

# `Shape__244:0`, `const_zero__202`: the last number is the counter's.
COUNTED = re.compile(r"__\d+")


def stable_names(graph) -> None:
    """Merge equal constants and name what tf2onnx added, in place.

    Inputs, outputs and whatever has a name of the model's own keep it; a
    constant is named after the first operation that reads it. A graph with
    others within it stays as it is.

    Args:
        graph: `onnx.GraphProto`.
    """
    graph.doc_string = ""  # the numbered function that it came from
    if any(
        a.HasField("g") or a.graphs for n in graph.node for a in n.attribute
    ):
        return
    _merge_constants(graph)
    _name_nodes(graph)
    names = _new_names(graph)
    for node in graph.node:
        _replace(node.input, names)
        _replace(node.output, names)
    for entry in (*graph.initializer, *graph.value_info):
        entry.name = names.get(entry.name, entry.name)
    graph.initializer.sort(key=lambda constant: constant.name)
    graph.value_info.sort(key=lambda value: value.name)


def _merge_constants(graph) -> None:
    first, merged, kept = {}, {}, []
    for constant in graph.initializer:
        name, constant.name = constant.name, ""
        content = constant.SerializeToString(deterministic=True)
        merged[name] = first.setdefault(content, name)
        if merged[name] == name:
            constant.name = name
            kept.append(constant)
    copies = [type(one).FromString(one.SerializeToString()) for one in kept]
    del graph.initializer[:]
    graph.initializer.extend(copies)
    for node in graph.node:
        _replace(node.input, merged)


def _name_nodes(graph) -> None:
    taken = set()
    for node in graph.node:
        node.name = _free(COUNTED.sub("", node.name or node.op_type), taken)


def _new_names(graph) -> dict[str, str]:
    """In the order in which the graph runs."""
    constants = {constant.name for constant in graph.initializer}
    ends = {value.name for value in (*graph.input, *graph.output)}
    names, taken = {name: name for name in ends}, set(ends)
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name in constants and name not in names:
                names[name] = _free(f"{node.name}/constant_{place}", taken)
        for name in node.output:
            if name and name not in names:
                names[name] = _free(COUNTED.sub("", name), taken)
    return names


def _free(name: str, taken: set[str]) -> str:
    """The name, or with the lowest number that makes it another."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found)
    return found


def _replace(fields, names: dict[str, str]) -> None:
    fields[:] = [names.get(name, name) for name in fields]
