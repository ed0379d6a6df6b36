import numpy as np
import pytest
import tensorflow as tf

from export.tflite.rewrites.scalar_normalization import scalar_normalization
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, halves, integers, run


def normalized(x):
    x = (x - tf.constant([0.25] * 3)) * tf.constant([0.75] * 3)
    return tf.nn.max_pool2d(x, 2, 1, "SAME")


@pytest.mark.parametrize("convert", [converted, halves, integers])
def test_the_numbers_stay_the_same(tmp_path, convert):
    path = convert(tmp_path / "m.tflite", normalized, (1, 6, 7, 3))
    expected = run(path)
    graph = TFLiteGraph(path)
    assert scalar_normalization(graph) == 2
    graph.write(path)
    np.testing.assert_array_equal(run(path), expected)
    graph = TFLiteGraph(path)
    constants = [
        graph.constant(operator.inputs[1]).size
        for operator in graph.operators
        if len(operator.inputs) == 2
    ]
    assert constants == [1, 1]


@pytest.mark.parametrize(
    "numbers",
    [
        [0.25, 0.25, 0.5],
        [[0.25], [0.25]],  # of one channel, and the answer has two rows
    ],
)
def test_other_constants_stay(tmp_path, numbers):
    size = 3 if len(numbers) == 3 else 1
    path = converted(
        tmp_path / "m.tflite", lambda x: x - numbers, (1, 6, 1, size)
    )
    assert scalar_normalization(TFLiteGraph(path)) == 0
