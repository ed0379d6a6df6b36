import numpy as np
import pytest
import tensorflow as tf

from export.tflite.rewrites.broadcast_as_resize import broadcast_as_resize
from export.tflite.tflite_file import count_operations
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, integers, run


def pooled(x):
    return tf.broadcast_to(tf.reduce_mean(x, [1, 2], True), (1, 7, 9, 5))


@pytest.mark.parametrize("convert", [converted, integers])
def test_a_pixel_is_spread_bit_for_bit(tmp_path, convert):
    path = convert(tmp_path / "m.tflite", pooled, (1, 7, 9, 5))
    expected = run(path)
    graph = TFLiteGraph(path)
    assert broadcast_as_resize(graph) == 1
    graph.write(path)
    operations = count_operations(path)
    assert operations["RESIZE_BILINEAR"] == 1
    np.testing.assert_array_equal(run(path), expected)


def test_other_broadcasts_stay(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: tf.broadcast_to(x, (1, 7, 9, 5)),
        (1, 1, 9, 5),
    )
    assert broadcast_as_resize(TFLiteGraph(path)) == 0
