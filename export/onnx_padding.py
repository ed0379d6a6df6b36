"""Padding by number, where ONNX Runtime cannot work it out itself.

ONNX Runtime 1.31 loads a dilated convolution that pads as "SAME", and refuses
to run it. At stride 1 that padding is `dilation * (kernel - 1)` at any size.
"""


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
