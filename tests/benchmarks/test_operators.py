import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.framework import convert_to_constants

from benchmarks.operators import Operator, profile, table


@pytest.fixture(scope="module")
def profiled():
    rng = np.random.default_rng(0)
    wide = rng.normal(size=(3, 3, 2, 3)).astype("float32")
    narrow = rng.normal(size=(1, 1, 3, 4)).astype("float32")

    def network(images):
        x = tf.nn.conv2d(images, wide, 1, "SAME", dilations=2)
        x = tf.nn.conv2d(tf.nn.relu(x), narrow, 2, "SAME")
        return tf.concat([x, x], axis=-1)

    spec = tf.TensorSpec((1, 5, 7, 2), tf.float32)
    frozen = convert_to_constants.convert_variables_to_constants_v2(
        tf.function(network).get_concrete_function(spec)
    )
    image = rng.normal(size=spec.shape).astype("float32")
    return profile(frozen, image, rounds=2)


def test_taps_beside_the_map_are_not_counted(profiled):
    """As a convolution of ones counts them, two channels to three."""
    ones = np.ones((1, 5, 7, 1), "float32")
    kernel = np.ones((3, 3, 1, 1), "float32")
    taps = tf.nn.conv2d(ones, kernel, 1, "SAME", dilations=2)
    work = {
        operator.kind: operator.multiply_adds for operator, _ in profiled[0]
    }
    dilated = work["convolution 3 x 3, dilated, to 5 x 7"]
    assert dilated == pytest.approx(2 * 3 * np.sum(taps))
    assert work["convolution 1 x 1, stride 2, to 3 x 4"] == 3 * 4 * 3 * 4


def test_every_operation_has_its_time_and_its_row(profiled):
    seconds, whole = profiled
    kinds = [operator.kind for operator, _ in seconds]
    assert kinds.count("concatenation") == 1
    assert whole > 0 and all(time > 0 for _, time in seconds)


def test_the_table_has_speeds_shares_and_the_limit():
    seconds = [
        (Operator("convolution 1 x 1", 2e9), 0.03),
        (Operator("convolution 1 x 1", 1e9), 0.01),
        (Operator("padding"), 0.01),
    ]
    text = table(seconds, whole=0.1, peak=100.0, size=9)
    rows = [line.strip("| ") for line in text.splitlines() if "|" in line]
    assert rows[2] == "convolution 1 x 1 | 2 | 3.00 | 40.0 | 80.0% | 150"
    assert rows[3].startswith("padding | 1 |  | 10.0 | 20.0%")
    assert "3.0 G multiply-adds at 100 GFLOP/s take 60 ms, 60% of" in text
