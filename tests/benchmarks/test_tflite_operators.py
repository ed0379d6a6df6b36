import numpy as np
import pytest
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter

from benchmarks.tflite_operators import (
    kind_of,
    operator_race,
    table,
    tensor_values,
    write_alone,
)
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, halves

KERNEL = np.random.default_rng(5).normal(size=(3, 3, 2, 4)).astype("float32")


def pooled(x):
    x = tf.nn.conv2d(x, KERNEL, 1, "SAME", dilations=2)
    return tf.nn.max_pool2d(x, 2, 1, "SAME")


@pytest.mark.parametrize("convert", [converted, halves])
def test_an_operation_alone_answers_as_within_the_file(tmp_path, convert):
    path = convert(tmp_path / "m.tflite", pooled, (1, 7, 9, 2))
    values = tensor_values(path)
    *_, convolution, _ = operators = TFLiteGraph(path).operators
    between, number = int(convolution.outputs[0]), len(operators) - 2
    assert write_alone(path, number, tmp_path / "alone.tflite")
    alone = Interpreter(str(tmp_path / "alone.tflite"))
    alone.allocate_tensors()
    given = alone.get_input_details()[0]["index"]
    alone.set_tensor(given, values[given])
    alone.invoke()
    answer = alone.get_tensor(alone.get_output_details()[0]["index"])
    np.testing.assert_allclose(answer, values[between], 1e-5, 1e-2)
    assert np.ptp(answer) > 1


def test_what_loading_does_is_left_out(tmp_path):
    path = halves(tmp_path / "m.tflite", pooled, (1, 7, 9, 2))
    _, timings = operator_race(path, tmp_path, threads=1, rounds=1)
    assert [timing.name for timing in timings] == [
        "CONV_2D 3 x 3, atrous",
        "MAX_POOL_2D",
    ]


def test_operations_of_a_kind_are_added_up(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: pooled(tf.nn.max_pool2d(x, 2, 1, "SAME")),
        (1, 7, 9, 2),
    )
    graph = TFLiteGraph(path)
    kinds = [kind_of(graph, operator) for operator in graph.operators]
    assert kinds.count("MAX_POOL_2D") == 2
    whole, timings = operator_race(path, tmp_path, threads=1, rounds=1)
    rows = {row[0]: row for row in table(whole, timings).rows}
    assert rows["MAX_POOL_2D"][1] == "2"
    shares = [float(row[3].rstrip("%")) for row in rows.values()]
    assert abs(sum(shares) - 100) < 0.2
