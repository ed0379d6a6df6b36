"""Integer endpoints: uint8 images in, integer argmax out, no floats.

ai-edge-quantizer 0.10 has no int8 form of CAST and ARG_MAX. It turns the
image into floats before it quantizes it, and the logits back into floats, all
of them, only to find the largest. Neither is needed: the first pair is one
exact QUANTIZE, and the largest integer is the largest number.
"""

from ai_edge_litert import schema_py_generated as schema

from export.tflite.tflite_file import (
    operation_name,
    pack_model,
    read_model,
)

TYPES = schema.TensorType


def connect_integers(content: bytes) -> bytes:
    """Remove conversions at both ends of a quantized TFLite file.

    Answers stay the same. Outputs that were float copies of int8 tensors
    become those tensors, with their scale and zero point.
    """
    model = read_model(content)
    for index, graph in enumerate(model.subgraphs):
        replaced = _integer_sources(model, graph)
        _read_integers(model, graph, replaced)
        _feed_bytes(model, graph)
        _answer_integers(model, index, replaced)
        _drop_unused_operators(graph)
        _drop_unused_tensors(model, index)
    return pack_model(model)


def _integer_sources(model, graph) -> dict[int, int]:
    """Float tensor -> the int8 tensor it is a copy of."""
    return {
        operator.outputs[0]: operator.inputs[0]
        for operator in graph.operators
        if operation_name(model, operator) == "DEQUANTIZE"
        and graph.tensors[operator.inputs[0]].type == TYPES.INT8
        and _is_computed(graph, operator.inputs[0])
    }


def _is_computed(graph, tensor: int) -> bool:
    """Constants that are stored as integers are none of our business."""
    return any(tensor in operator.outputs for operator in graph.operators)


def _read_integers(model, graph, replaced) -> None:
    for operator in graph.operators:
        if operation_name(model, operator) == "ARG_MAX":
            first, *others = operator.inputs
            operator.inputs = [replaced.get(first, first), *others]


def _feed_bytes(model, graph) -> None:
    """QUANTIZE behind a CAST reads the bytes that the CAST read."""
    bytes_behind = {
        operator.outputs[0]: operator.inputs[0]
        for operator in graph.operators
        if operation_name(model, operator) == "CAST"
        and operator.inputs[0] in graph.inputs
        and graph.tensors[operator.inputs[0]].type == TYPES.UINT8
    }
    for operator in graph.operators:
        source = bytes_behind.get(operator.inputs[0])
        if source is None or operation_name(model, operator) != "QUANTIZE":
            continue
        if _stores(graph.tensors[operator.outputs[0]], 1.0, -128):
            operator.inputs = [source]
            graph.tensors[source].quantization = _quantization(1.0, 0)


def _stores(tensor, scale: float, zero: int) -> bool:
    stored = tensor.quantization
    return (
        tensor.type == TYPES.INT8
        and list(stored.scale) == [scale]
        and list(stored.zeroPoint) == [zero]
    )


def _quantization(scale: float, zero: int) -> schema.QuantizationParametersT:
    quantization = schema.QuantizationParametersT()
    quantization.scale, quantization.zeroPoint = [scale], [zero]
    return quantization


def _answer_integers(model, index: int, replaced) -> None:
    graph = model.subgraphs[index]
    graph.outputs = [replaced.get(tensor, tensor) for tensor in graph.outputs]
    for signature in model.signatureDefs or []:
        if signature.subgraphIndex != index:
            continue
        for output in signature.outputs:
            tensor = output.tensorIndex
            output.tensorIndex = replaced.get(tensor, tensor)


def _drop_unused_operators(graph) -> None:
    """Remove operations nobody reads, from the last to the first."""
    wanted, kept = set(graph.outputs), []
    for operator in reversed(graph.operators):
        if wanted & set(operator.outputs):
            wanted |= set(operator.inputs)
            kept.insert(0, operator)
    graph.operators = kept


def _drop_unused_tensors(model, index: int) -> None:
    graph = model.subgraphs[index]
    users = [(graph, "inputs"), (graph, "outputs")]
    for operator in graph.operators:
        users += [(operator, "inputs"), (operator, "outputs")]
        if operator.intermediates is not None:
            users.append((operator, "intermediates"))
    used = {t for user, field in users for t in getattr(user, field)} - {-1}
    places = {tensor: place for place, tensor in enumerate(sorted(used))}
    # An optional input that is not there has the number -1.
    places[-1] = -1
    graph.tensors = [graph.tensors[tensor] for tensor in sorted(used)]
    for user, field in users:
        setattr(user, field, [places[t] for t in getattr(user, field)])
    for signature in model.signatureDefs or []:
        if signature.subgraphIndex == index:
            for entry in (*signature.inputs, *signature.outputs):
                entry.tensorIndex = places[entry.tensorIndex]
