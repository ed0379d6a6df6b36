"""Shapes in 64 bits, as ONNX has them, so that OpenVINO can bound them.

TensorFlow works shapes out in int32. OpenVINO knows a free side as a number
up to the largest int64; cast to int32 that bound becomes -1, and an `Expand`
or a `Resize` to such a size is refused when the file is loaded.
"""


def widen_integers(graph) -> None:
    """Make every int32 of a graph an int64, in place.

    Each operation of ONNX that takes the one takes the other.

    Args:
        graph: `onnx.GraphProto`; the graphs within its nodes are changed too.
    """
    import onnx

    narrow, wide = onnx.TensorProto.INT32, onnx.TensorProto.INT64
    for tensor in graph.initializer:
        _widen_constant(tensor)
    for value in graph.value_info:
        if value.type.tensor_type.elem_type == narrow:
            value.type.tensor_type.elem_type = wide
    for node in graph.node:
        for attribute in node.attribute:
            if node.op_type == "Cast" and attribute.name == "to":
                attribute.i = wide if attribute.i == narrow else attribute.i
            if attribute.HasField("t"):
                _widen_constant(attribute.t)
            if attribute.HasField("g"):
                widen_integers(attribute.g)


def _widen_constant(tensor) -> None:
    import onnx

    if tensor.data_type != onnx.TensorProto.INT32:
        return
    numbers = onnx.numpy_helper.to_array(tensor).astype("int64")
    tensor.CopyFrom(onnx.numpy_helper.from_array(numbers, tensor.name))
