import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from export.tflite.tensor_names import clean_names
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tiny_network import draw_images


@pytest.mark.parametrize("kind", ["float32", "float16", "int8"])
def test_tensors_are_called_as_the_signature_calls_them(exported, kind):
    interpreter = Interpreter(str(exported.folder / f"model_{kind}.tflite"))
    names = [
        [details["name"] for details in found()]
        for found in (
            interpreter.get_input_details,
            interpreter.get_output_details,
        )
    ]
    assert names == [["images"], ["class_map", "logits"]]
    assert interpreter.get_signature_list() == {
        "serving_default": {
            "inputs": ["images"],
            "outputs": ["class_map", "logits"],
        }
    }


def test_a_tensor_within_makes_room_for_the_name(exported, tmp_path):
    path = tmp_path / "model.tflite"
    path.write_bytes((exported.folder / "model_float32.tflite").read_bytes())
    before = answers(path)
    graph = TFLiteGraph(path)
    ends = {*graph.graph.inputs, *graph.graph.outputs}
    inner = min(set(range(len(graph.graph.tensors))) - ends)
    graph.graph.tensors[inner].name = "logits"
    graph.graph.outputs = graph.graph.outputs[::-1]
    graph.write(path)
    clean_names(path)
    tensors = TFLiteGraph(path).graph.tensors
    assert [t.name for t in tensors].count(b"logits") == 1
    np.testing.assert_equal(answers(path), before)


def answers(path):
    interpreter = Interpreter(str(path))
    interpreter.allocate_tensors()
    (given,) = interpreter.get_input_details()
    interpreter.set_tensor(given["index"], draw_images(1, 33, 49))
    interpreter.invoke()
    return [
        interpreter.get_tensor(details["index"])
        for details in interpreter.get_output_details()
    ]
