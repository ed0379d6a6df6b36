import numpy as np
import tensorflow as tf
from ai_edge_litert import schema_py_generated as schema

from export.tflite.replacement import Replacement
from export.tflite.tflite_file import count_operations
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, run


def test_windows_side_by_side_are_the_map(tmp_path):
    path = converted(tmp_path / "m.tflite", tf.negative, (1, 5, 4, 2))
    expected = run(path)
    graph = TFLiteGraph(path)
    (negative,) = graph.operators
    image, output = int(negative.inputs[0]), int(negative.outputs[0])
    halves = Replacement(graph)
    parts = []
    for rows in ((0, 3), (3, 5)):
        part = halves.window(image, rows, (0, 4))
        shape, options = graph.shape(part), schema.NegOptionsT()
        parts.append(halves.append("NEG", [part], shape, output, options))
    assert graph.shape(halves.joined(parts, axis=1)) == (1, 5, 4, 2)
    halves.finish(output)
    graph.operators = halves.operators
    graph.write(path)
    assert count_operations(path) == {"SLICE": 2, "NEG": 2, "CONCATENATION": 1}
    np.testing.assert_array_equal(run(path), expected)


def test_what_is_whole_needs_no_operation(tmp_path):
    path = converted(tmp_path / "m.tflite", tf.sin, (1, 5, 4, 2))
    nothing = Replacement(TFLiteGraph(path))
    image = int(nothing.graph.operators[0].inputs[0])
    assert nothing.window(image, (0, 5), (0, 4)) == image
    assert nothing.joined([image], axis=1) == image
    assert nothing.operators == []
