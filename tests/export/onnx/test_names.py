import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from export.onnx.names import stable_names


def graph(first, second, number):
    """`(images + 1) * 1 + 1`; the constants are two tensors of one value."""
    one, more = f"one__{first}", f"one__{second}"
    middle = f"layer/add__{number}:0"
    images = helper.make_tensor_value_info("images", TensorProto.FLOAT, [2])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [2])
    return helper.make_graph(
        [
            helper.make_node(
                "Add", ["images", one], [middle], f"Add__{number}"
            ),
            helper.make_node(
                "Mul", [middle, more], ["layer/mul:0"], "layer/mul"
            ),
            helper.make_node("Add", ["layer/mul:0", one], ["logits"], "Add__9"),
        ],
        "tf2onnx",
        [images],
        [logits],
        [
            numpy_helper.from_array(np.float32([1]), name)
            for name in sorted({one, more})
        ],
        doc_string=f"converted from b'__inference_answer_{number}'",
    )


def test_counters_and_duplicates_leave_no_trace():
    plain, other = graph(1, 1, 5), graph(8, 2, 71)
    stable_names(plain)
    stable_names(other)
    assert plain.SerializeToString(True) == other.SerializeToString(True)
    assert plain.doc_string == ""
    assert [node.name for node in plain.node] == ["Add", "layer/mul", "Add_2"]
    assert [c.name for c in plain.initializer] == ["Add/constant_1"]
    assert plain.node[0].output == ["layer/add:0"]
    assert plain.node[2].output == ["logits"]


@pytest.mark.parametrize("values", [[2], [1, 1]])
def test_other_constants_stay_apart(values):
    changed = graph(1, 2, 3)
    changed.initializer[1].CopyFrom(
        numpy_helper.from_array(np.float32(values), "one__2")
    )
    stable_names(changed)
    assert len(changed.initializer) == 2
    assert changed.node[0].input[1] != changed.node[1].input[1]


def test_a_graph_within_keeps_every_name():
    outer = graph(1, 2, 3)
    inner = helper.make_graph([], "then", [], [])
    outer.node.append(helper.make_node("If", ["images"], [], then_branch=inner))
    before = onnx.GraphProto.FromString(outer.SerializeToString())
    stable_names(outer)
    before.doc_string = ""
    assert outer == before
