import numpy as np
import pytest
import tensorflow as tf

from export.tflite.rewrites.flat_normalization import flatten_normalization
from export.tflite.tflite_file import count_operations
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, halves, integers, run

MEAN = tf.constant([0.1, 0.2, 0.3])


def subtracted(x):
    return tf.nn.relu(tf.nn.max_pool2d(x - MEAN, 2, 1, "SAME"))


def scaled_and_subtracted(x):
    return tf.nn.max_pool2d(x * (MEAN + 1) - MEAN, 2, 1, "SAME")


@pytest.mark.parametrize("convert", [converted, halves, integers])
@pytest.mark.parametrize(
    ("function", "steps"), [(subtracted, 1), (scaled_and_subtracted, 2)]
)
def test_the_numbers_stay_the_same(tmp_path, convert, function, steps):
    path = convert(tmp_path / "m.tflite", function, (1, 6, 7, 3))
    expected = run(path)
    graph = TFLiteGraph(path)
    assert flatten_normalization(graph) == steps
    graph.write(path)
    np.testing.assert_array_equal(run(path), expected)


def test_neighbors_share_their_reshapes(tmp_path):
    path = converted(tmp_path / "m.tflite", scaled_and_subtracted, (1, 6, 7, 3))
    graph = TFLiteGraph(path)
    flatten_normalization(graph)
    graph.write(path)
    assert count_operations(path)["RESHAPE"] == 2


def test_bytes_are_reshaped_before_they_grow(tmp_path):
    def normalized(x):
        return tf.cast(tf.cast(x, tf.uint8), tf.float32) - MEAN

    path = converted(tmp_path / "m.tflite", normalized, (1, 6, 7, 3))
    graph = TFLiteGraph(path)
    flatten_normalization(graph)
    names = [graph.shape(o.outputs[0]) for o in graph.operators]
    assert names[1:4] == [(1, 6, 21)] * 3


def test_many_channels_stay_as_they_are(tmp_path):
    path = converted(
        tmp_path / "m.tflite", lambda x: x + tf.range(8.0), (1, 6, 7, 8)
    )
    assert flatten_normalization(TFLiteGraph(path)) == 0
