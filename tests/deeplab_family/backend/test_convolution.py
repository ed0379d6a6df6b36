import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backend.convolution import atrous_conv2d, sum_of_taps
from tests.plain_convolution import convolve


@pytest.fixture
def operands():
    generator = np.random.default_rng(0)
    image = generator.normal(size=(2, 9, 8, 3)).astype("float32")
    kernel = generator.normal(size=(3, 3, 3, 4)).astype("float32")
    return tf.constant(image), tf.constant(kernel)


@pytest.mark.parametrize("rate", [(1, 1), (2, 2), (4, 2), (20, 20)])
def test_both_roads_agree_in_value_and_gradient(operands, rate):
    def answer(road):
        with tf.GradientTape() as tape:
            tape.watch(operands)
            output = road(*operands, rate)
            loss = tf.reduce_sum(output**2)
        return [output, *tape.gradient(loss, operands)]

    for direct, taps in zip(
        answer(atrous_conv2d), answer(sum_of_taps), strict=True
    ):
        np.testing.assert_allclose(direct, taps, rtol=1e-4, atol=1e-3)


def test_taps_equal_the_textbook(operands):
    image, kernel = (operand.numpy() for operand in operands)
    output = sum_of_taps(image, kernel, (2, 2))
    expected = convolve(image[0], kernel, dilation_rate=2)
    np.testing.assert_allclose(output[0], expected, atol=1e-4)


def test_trains_where_onednn_is_switched_off():
    """There the direct kernel has no gradient, so this needs the taps."""
    program = """
import keras
import numpy as np
import tensorflow as tf
from deeplab_family.layers import AtrousConvolution

keras.utils.set_random_seed(0)
layer = AtrousConvolution(4, 3, dilation_rate=2, padding="same")
image = np.random.default_rng(0).normal(size=(1, 9, 9, 3)).astype("float32")

@tf.function
def gradient():
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(image) ** 2)
    return loss, tape.gradient(loss, layer.trainable_variables)

loss, gradients = gradient()
kernel, bias = layer.trainable_variables
shift = np.zeros(kernel.shape, "float32")
shift[0, 0, 0, 0] = 1e-2
kernel.assign_add(shift)
above = gradient()[0]
kernel.assign_sub(2 * shift)
slope = float(above - gradient()[0]) / 2e-2
found = float(gradients[0][0, 0, 0, 0])
assert abs(slope) > 1 and abs(slope - found) < 0.01 * abs(slope), (slope, found)
"""
    subprocess.run(
        [sys.executable, "-c", program],
        env={"TF_ENABLE_ONEDNN_OPTS": "0", "PYTHONPATH": ":".join(sys.path)},
        check=True,
    )
