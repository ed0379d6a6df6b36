import numpy as np
import pytest
import tensorflow as tf
from ai_edge_litert import schema_py_generated as schema

from export.tflite.rewrites.atrous_taps import (
    Tap,
    products_of_padding,
    seeing_taps,
)
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted


def test_taps_say_where_they_see_the_map():
    assert seeing_taps(kernel=3, rate=4, size=6) == [
        Tap(index=1, shift=0, start=0, stop=6),
        Tap(index=0, shift=-4, start=4, stop=6),
        Tap(index=2, shift=4, start=0, stop=2),
    ]
    assert seeing_taps(kernel=3, rate=6, size=6) == [
        Tap(index=1, shift=0, start=0, stop=6)
    ]


def products_counted(path, numbers=schema.TensorType.FLOAT32):
    graph = TFLiteGraph(path)
    return products_of_padding(graph, graph.operators[0], numbers)


def test_products_of_padding_are_those_counted_one_by_one(tmp_path):
    def atrous(x):
        kernel = tf.ones((3, 3, 4, 6))
        return tf.nn.conv2d(x, kernel, 1, "SAME", dilations=(5, 2))

    path = converted(tmp_path / "m.tflite", atrous, (1, 11, 9, 4))
    inside = np.pad(np.ones((11, 9)), ((5, 5), (2, 2)))
    seen = sum(
        inside[5 + i : 16 + i, 2 + j : 11 + j].sum()
        for i in (-5, 0, 5)
        for j in (-2, 0, 2)
    )
    share, for_each_tap = products_counted(path)
    assert share == pytest.approx(1 - seen / (9 * 11 * 9))
    assert for_each_tap == pytest.approx((9 * 11 * 9 - seen) * 4 * 6 / 9)
    assert products_counted(path, schema.TensorType.INT8) == (0, 0)


def test_other_convolutions_have_none(tmp_path):
    path = converted(
        tmp_path / "m.tflite",
        lambda x: tf.nn.conv2d(x, tf.ones((3, 3, 4, 6)), 2, "SAME"),
        (1, 11, 9, 4),
    )
    assert products_counted(path) == (0, 0)
