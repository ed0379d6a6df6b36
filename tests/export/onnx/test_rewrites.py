import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from export.onnx.rewrites import widen_integers


def spread():
    """Repeats one pixel over the sides of `like`, by way of int32."""
    constants = [
        numpy_helper.from_array(np.array([0, 1], np.int32), "both"),
        numpy_helper.from_array(np.array([1, 2], np.int32), "factor"),
    ]
    narrow = TensorProto.INT32
    nodes = [
        helper.make_node("Shape", ["like"], ["shape"]),
        helper.make_node("Cast", ["shape"], ["narrow"], to=narrow),
        helper.make_node("Gather", ["narrow", "both"], ["sides"]),
        helper.make_node("Mul", ["sides", "factor"], ["twice"]),
        helper.make_node("Cast", ["twice"], ["size"], to=TensorProto.INT64),
        helper.make_node("Expand", ["pixel", "size"], ["map"]),
    ]
    sides = {"like": ("height", "width"), "pixel": (1, 1), "map": ("a", "b")}
    like, pixel, spread_map = (
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in sides.items()
    )
    graph = helper.make_graph(
        nodes, "spread", [like, pixel], [spread_map], constants
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9
    )


def test_shapes_are_worked_out_in_64_bits_with_the_same_result():
    model = spread()
    widen_integers(model.graph)
    onnx.checker.check_model(model, full_check=True)
    assert {
        attribute.i
        for node in model.graph.node
        for attribute in node.attribute
        if node.op_type == "Cast"
    } == {TensorProto.INT64}
    assert {t.data_type for t in model.graph.initializer} == {TensorProto.INT64}
    session = onnxruntime.InferenceSession(model.SerializeToString())
    like, pixel = np.zeros((3, 2), np.float32), np.full((1, 1), 5, np.float32)
    (answer,) = session.run(None, {"like": like, "pixel": pixel})
    np.testing.assert_array_equal(answer, np.full((3, 4), 5))


def test_graphs_within_nodes_are_widened_too():
    inner = spread().graph
    node = helper.make_node("If", ["yes"], ["map"], then_branch=inner)
    graph = helper.make_graph([node], "outer", [], [])
    widen_integers(graph)
    inner = graph.node[0].attribute[0].g
    assert {t.data_type for t in inner.initializer} == {TensorProto.INT64}
