import numpy as np
import pytest
import tensorflow as tf

from export.tflite.rewrites.cropped_atrous_padding import crop_atrous_padding
from export.tflite.tflite_file import count_operations
from export.tflite.tflite_graph import TFLiteGraph
from tests.export.tflite.rewriting import converted, halves, integers, run

KERNEL = np.random.default_rng(5).normal(size=(3, 3, 4, 6)).astype("float32")
BIAS = np.arange(6, dtype=np.float32)


def atrous(rate):
    def function(x):
        x = tf.nn.conv2d(x, KERNEL, 1, "SAME", dilations=rate)
        return tf.nn.relu(x + BIAS)

    return function


@pytest.mark.parametrize("rate", [3, 5, 8, 20, (2, 7)])
def test_the_sum_of_seeing_taps_is_the_convolution(tmp_path, rate):
    path = converted(tmp_path / "m.tflite", atrous(rate), (1, 11, 9, 4))
    expected = run(path)
    graph = TFLiteGraph(path)
    assert crop_atrous_padding(graph, least_saved=0) == 1
    graph.write(path)
    np.testing.assert_allclose(run(path), expected, atol=1e-5)
    assert expected.min() == 0 < expected.max()


def test_halves_stay_halves(tmp_path):
    path = halves(tmp_path / "m.tflite", atrous(5), (1, 11, 9, 4))
    expected = run(path)
    graph = TFLiteGraph(path)
    assert crop_atrous_padding(graph, least_saved=0) == 1
    graph.write(path)
    np.testing.assert_allclose(run(path), expected, atol=1e-5)
    # One for each tap that sees the map, and one for the bias.
    operations = count_operations(path)
    assert operations["DEQUANTIZE"] == operations["CONV_2D"] + 1 == 10


def test_only_the_middle_is_left_of_a_rate_beyond_the_map(tmp_path):
    path = converted(tmp_path / "m.tflite", atrous(20), (1, 11, 9, 4))
    graph = TFLiteGraph(path)
    crop_atrous_padding(graph, least_saved=0)
    graph.write(path)
    assert count_operations(path) == {"CONV_2D": 1}


def test_little_padding_is_not_worth_the_operations(tmp_path):
    path = converted(tmp_path / "m.tflite", atrous(2), (1, 40, 40, 4))
    assert crop_atrous_padding(TFLiteGraph(path), least_saved=0) == 0


def test_a_small_convolution_is_not_worth_the_operations(tmp_path):
    path = converted(tmp_path / "m.tflite", atrous(8), (1, 11, 9, 4))
    assert crop_atrous_padding(TFLiteGraph(path)) == 0


def test_integers_stay_one_operation(tmp_path):
    # Each partial sum would be rounded to eight bits.
    path = integers(tmp_path / "m.tflite", atrous(5), (1, 11, 9, 4))
    assert crop_atrous_padding(TFLiteGraph(path), least_saved=0) == 0
