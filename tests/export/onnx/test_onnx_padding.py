import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from export.onnx.rewrites import pad_explicitly


def convolution(size, **attributes):
    """A model of one 3 x 3 convolution, its kernel all ones."""
    kernel = np.ones((1, 1, 3, 3), np.float32)
    floats = TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node("Conv", ["x", "w"], ["y"], **attributes)],
        "one",
        [helper.make_tensor_value_info("x", floats, (1, 1, size, size))],
        [helper.make_tensor_value_info("y", floats, None)],
        [onnx.numpy_helper.from_array(kernel, "w")],
    )
    opset = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opset, ir_version=9)


def run(model, x):
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {"x": x})[0]


@pytest.mark.parametrize("kind", ["SAME_UPPER", "SAME_LOWER"])
def test_padding_by_number_gives_what_same_gives(kind):
    x = np.random.default_rng(0).random((1, 1, 7, 7), np.float32)
    model = convolution(7, auto_pad=kind, kernel_shape=[3, 3], strides=[1, 1])
    expected = run(model, x)
    pad_explicitly(model.graph)
    names = {entry.name for entry in model.graph.node[0].attribute}
    assert "pads" in names and "auto_pad" not in names
    np.testing.assert_allclose(run(model, x), expected, rtol=1e-6)


def test_a_dilated_convolution_keeps_its_size():
    model = convolution(
        9,
        auto_pad="SAME_UPPER",
        kernel_shape=[3, 3],
        dilations=[4, 4],
    )
    pad_explicitly(model.graph)
    answer = run(model, np.ones((1, 1, 9, 9), np.float32))
    assert answer.shape == (1, 1, 9, 9)
    # All nine taps meet the map at its center only, four at a corner.
    assert (answer[0, 0, 4, 4], answer[0, 0, 0, 0]) == (9, 4)


def test_a_strided_convolution_is_left_alone():
    model = convolution(
        7, auto_pad="SAME_UPPER", kernel_shape=[3, 3], strides=[2, 2]
    )
    before = model.SerializeToString()
    pad_explicitly(model.graph)
    assert model.SerializeToString() == before
