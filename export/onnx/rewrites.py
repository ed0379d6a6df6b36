"""ONNX graph rewrites: 64-bit shapes and explicit padding.

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


# Padding by number, where ONNX Runtime cannot work it out itself.
#
# ONNX Runtime 1.31 loads a dilated convolution that pads as "SAME", and refuses
# to run it. At stride 1 that padding is `dilation * (kernel - 1)` at any size.


def pad_explicitly(graph) -> None:
    """Rewrite the "SAME" padding of each convolution of stride 1, in place.

    Args:
        graph: `onnx.GraphProto`.
    """
    for node in graph.node:
        attributes = {entry.name: entry for entry in node.attribute}
        if node.op_type == "Conv" and _is_same_at_stride_1(attributes):
            _give_pads(node, attributes)


def _is_same_at_stride_1(attributes) -> bool:
    same = "auto_pad" in attributes and attributes["auto_pad"].s in (
        b"SAME_UPPER",
        b"SAME_LOWER",
    )
    strided = "strides" in attributes and set(attributes["strides"].ints) != {1}
    return same and not strided


def _give_pads(node, attributes) -> None:
    import onnx

    kernel = attributes["kernel_shape"].ints
    ones = [1] * len(kernel)
    dilations = ones
    if "dilations" in attributes:
        dilations = attributes["dilations"].ints
    totals = [
        rate * (size - 1) for rate, size in zip(dilations, kernel, strict=True)
    ]
    small = [total // 2 for total in totals]
    large = [total - total // 2 for total in totals]
    lower = attributes["auto_pad"].s == b"SAME_LOWER"
    pads = [*large, *small] if lower else [*small, *large]
    node.attribute.remove(attributes["auto_pad"])
    node.attribute.append(onnx.helper.make_attribute("pads", pads))
