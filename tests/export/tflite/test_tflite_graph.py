import numpy as np
import tensorflow as tf

from export.tflite.tflite_file import count_operations
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, halves, run


def test_a_graph_written_as_it_was_read_answers_the_same(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: tf.nn.conv2d(x, tf.ones((3, 3, 2, 4)), 1, "SAME"),
        (1, 5, 6, 2),
    )
    expected = run(path)
    TFLiteGraph(path).write(path)
    np.testing.assert_array_equal(run(path), expected)


def test_an_operation_can_be_put_behind_another(tmp_path):
    path = converted(tmp_path / "m.tflite", tf.sin, (1, 4, 4, 2))
    expected = run(path)
    graph = TFLiteGraph(path)
    (sine,) = graph.operators
    (output,) = sine.outputs
    between = graph.add_tensor(graph.shape(output), like=output)
    sine.outputs = np.array([between], np.int32)
    graph.operators.append(graph.operation("NEG", [between], [output]))
    graph.write(path)
    np.testing.assert_array_equal(run(path), -expected)


def test_constants_are_read_in_their_shape_and_variables_are_none(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: x * tf.constant([1.0, 2.0, 3.0]),
        (1, 4, 4, 3),
    )
    graph = TFLiteGraph(path)
    (operator,) = graph.operators
    image, values = operator.inputs
    np.testing.assert_array_equal(graph.constant(values), [1, 2, 3])
    assert graph.constant(image) is None
    assert graph.constant(-1) is None
    assert graph.readers()[int(operator.outputs[0])] == 1


def test_halves_are_read_and_written_through_their_dequantize(tmp_path):
    kernel = np.linspace(0, 1, 18).reshape(3, 3, 2, 1)
    path = halves(
        tmp_path / "m.tflite",
        lambda x: tf.nn.conv2d(x, kernel.astype(np.float32), 1, "SAME"),
        (1, 5, 6, 2),
    )
    expected = run(path)
    graph = TFLiteGraph(path)
    conv = graph.operators[-1]
    weights = graph.constant(conv.inputs[1])
    assert weights.dtype == np.float32
    rounded = kernel.astype(np.float16).astype(np.float32)
    np.testing.assert_array_equal(weights, rounded.transpose(3, 0, 1, 2))
    conv.inputs = np.array(
        [
            conv.inputs[0],
            graph.add_constant(2 * weights, like=int(conv.inputs[1])),
            conv.inputs[2],
        ],
        np.int32,
    )
    graph.write(path)
    np.testing.assert_allclose(run(path), 2 * expected, rtol=1e-6)
    # The kernel's and the bias'; the old kernel's is gone.
    assert count_operations(path)["DEQUANTIZE"] == 2


def test_a_free_size_is_not_fixed(tmp_path):
    path = converted(tmp_path / "m.tflite", tf.sin, (1, None, 4, 3))
    graph = TFLiteGraph(path)
    assert not graph.is_fixed(int(graph.operators[0].inputs[0]))


def test_constants_that_nobody_reads_are_not_written(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: tf.nn.conv2d(x, tf.ones((3, 3, 8, 64)), 1, "SAME"),
        (1, 5, 6, 8),
    )
    size = path.stat().st_size
    graph = TFLiteGraph(path)
    (conv,) = graph.operators
    weights = graph.constant(conv.inputs[1])[:, :1, :1]
    conv.inputs = np.array(
        [conv.inputs[0], graph.add_constant(weights), conv.inputs[2]], np.int32
    )
    graph.write(path)
    assert path.stat().st_size < size - 8 * weights.nbytes + 1024
