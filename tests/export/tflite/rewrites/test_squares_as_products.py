import numpy as np
import pytest
import tensorflow as tf

from export.tflite.rewrites.squares_as_products import squares_as_products
from export.tflite.tflite_file import (
    count_float_tensors,
    count_operations,
)
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, integers, run


@pytest.mark.parametrize("function", [tf.square, tf.negative])
def test_products_of_integers_are_one_step_off_at_most(tmp_path, function):
    def inside(x):
        return tf.nn.max_pool2d(function(tf.nn.relu6(x)), 2, 1, "SAME")

    path = integers(tmp_path / "m.tflite", inside, (1, 6, 7, 5))
    expected = run(path)
    floats = count_float_tensors(path)
    graph = TFLiteGraph(path)
    assert squares_as_products(graph) == 1
    graph.write(path)
    assert count_operations(path)["MUL"] == 1
    assert count_float_tensors(path) == floats - 2
    assert np.ptp(expected) > 0
    step = np.ptp(expected) / 100
    np.testing.assert_allclose(run(path), expected, atol=step)


def test_floats_stay(tmp_path):
    path = converted(tmp_path / "m.tflite", tf.square, (1, 6, 7, 5))
    assert squares_as_products(TFLiteGraph(path)) == 0
