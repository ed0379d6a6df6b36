"""Protocols on a network: the wrapping functions in their order."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.evaluation import (
    Protocol,
    ProtocolPredictor,
    Windows,
    evaluate,
)
from deeplab_family.evaluation.protocol_predictor import protocol_score
from deeplab_family.inference import multi_scale, sliding_window


def network():
    keras.utils.set_random_seed(7)
    images = keras.Input((None, None, 3))
    x = keras.layers.Rescaling(1 / 99)(images)
    x = keras.layers.Conv2D(3, 3, padding="same", activation="tanh")(x)
    return keras.Model(images, keras.layers.Conv2D(3, 3, padding="same")(x))


def draw(*size):
    return np.random.default_rng(2).integers(0, 256, size, np.uint8)


def answer(model, protocol, images):
    return protocol_score(lambda x: model(x, training=False), protocol)(
        tf.constant(images, tf.float32)
    )


def test_nothing_to_average_leaves_the_logits():
    model, images = network(), draw(1, 12, 15, 3)
    np.testing.assert_array_equal(
        answer(model, Protocol(), images), model(images.astype("float32"))
    )


@pytest.mark.parametrize("average", ["probabilities", "logits"])
def test_crops_are_cut_at_every_scale(average):
    model, images = network(), draw(1, 16, 23, 3)
    windows = Windows(tile=10)
    protocol = Protocol(
        windows=windows, scales=(0.5, 1.5), flip=True, average=average
    )
    finish = tf.nn.softmax if average == "probabilities" else tf.identity

    cut = sliding_window(model, 10, windows.starts, finish=finish)
    expected = multi_scale(cut, (0.5, 1.5), True, finish=tf.identity)
    np.testing.assert_allclose(
        answer(model, protocol, images),
        expected(tf.constant(images, tf.float32)),
        atol=1e-5,
    )


def test_evaluate_takes_it():
    model, images = network(), draw(2, 12, 12, 3)
    protocol = Protocol(scales=(0.5, 1.0), flip=True)
    labels = np.argmax(answer(model, protocol, images), -1).astype(np.uint8)
    labels[0, 0, 0] = 255
    scores = evaluate(
        ProtocolPredictor(model, protocol),
        [(images[:1], labels[:1]), (images[1:], labels[1:])],
        ("class_0", "class_1", "class_2"),
    )
    assert scores.mean_iou == 1.0
    assert scores.images == 2
