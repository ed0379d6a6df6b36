import numpy as np
import pytest
import tensorflow as tf

from export.tflite.rewrites.atrous_regions import spans, split_atrous_regions
from export.tflite.rewrites.atrous_taps import seeing_taps
from export.tflite.tflite_file import count_operations
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, integers, run

KERNEL = np.random.default_rng(5).normal(size=(3, 3, 4, 6)).astype("float32")


def atrous(rate):
    def function(x):
        x = tf.nn.conv2d(x, KERNEL, 1, "SAME", dilations=rate)
        return tf.nn.relu(x + np.arange(6, dtype=np.float32))

    return function


@pytest.mark.parametrize(
    ("rate", "convolutions"), [(5, 9), (8, 9), ((8, 20), 3), (20, 1)]
)
def test_integers_stay_the_same_bit_for_bit(tmp_path, rate, convolutions):
    path = integers(tmp_path / "m.tflite", atrous(rate), (1, 11, 9, 4))
    expected = run(path)
    graph = TFLiteGraph(path)
    assert split_atrous_regions(graph, least_saved=0) == 1
    graph.write(path)
    assert count_operations(path)["CONV_2D"] == convolutions
    np.testing.assert_array_equal(run(path), expected)
    assert np.ptp(expected) > 5


def test_floats_are_left_to_the_sum_of_taps(tmp_path):
    path = converted(tmp_path / "m.tflite", atrous(8), (1, 11, 9, 4))
    assert split_atrous_regions(TFLiteGraph(path), least_saved=0) == 0


def test_weights_are_not_repeated_for_little(tmp_path):
    # 40 % of the products: not worth five times the weights.
    path = integers(tmp_path / "m.tflite", atrous(3), (1, 11, 9, 4))
    assert split_atrous_regions(TFLiteGraph(path), least_saved=0) == 0


def test_a_small_convolution_is_not_worth_the_operations(tmp_path):
    path = integers(tmp_path / "m.tflite", atrous(8), (1, 11, 9, 4))
    assert split_atrous_regions(TFLiteGraph(path)) == 0


def test_spans_share_what_they_see():
    seen = [
        (span.start, span.stop, span.kernel, span.window)
        for span in spans(seeing_taps(kernel=3, rate=6, size=10), size=10)
    ]
    assert seen == [
        (0, 4, slice(1, 3), (0, 10)),
        (4, 6, slice(1, 2), (4, 6)),
        (6, 10, slice(0, 2), (0, 10)),
    ]
