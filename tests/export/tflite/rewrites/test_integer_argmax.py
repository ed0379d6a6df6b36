import numpy as np
import tensorflow as tf

from export.tflite.rewrites.integer_argmax import integer_argmax
from export.tflite.tflite_file import (
    count_float_tensors,
    count_operations,
)
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, integers, run


def dequantized(path):
    """ARG_MAX behind DEQUANTIZE, as the converter leaves it at times."""
    integers(
        path,
        lambda x: tf.argmax(tf.nn.relu(x), -1, output_type=tf.int32),
        (1, 6, 7, 5),
    )
    graph = TFLiteGraph(path)
    (best,) = (
        o for o in graph.operators if graph.shape(o.outputs[0]) == (1, 6, 7)
    )
    logits = int(best.inputs[0])
    floats = graph.add_tensor(graph.shape(logits), like=logits)
    graph.graph.tensors[floats].type = 0
    graph.graph.tensors[floats].quantization = None
    place = graph.operators.index(best)
    back = graph.operation("DEQUANTIZE", [logits], [floats])
    graph.operators.insert(place, back)
    best.inputs = np.array([floats, best.inputs[1]], np.int32)
    graph.write(path)
    return path


def test_the_same_class_from_integers_alone(tmp_path):
    path = dequantized(tmp_path / "m.tflite")
    expected = run(path)
    assert count_float_tensors(path) == 1
    graph = TFLiteGraph(path)
    assert integer_argmax(graph) == 1
    graph.write(path)
    assert "DEQUANTIZE" not in count_operations(path)
    assert count_float_tensors(path) == 0
    np.testing.assert_array_equal(run(path), expected)


def test_a_float_file_is_left_alone(tmp_path):
    path = converted(
        tmp_path / "m.tflite", lambda x: tf.argmax(x, -1), (1, 6, 7, 5)
    )
    assert integer_argmax(TFLiteGraph(path)) == 0
