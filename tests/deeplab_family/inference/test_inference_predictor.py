"""Inference around predictors of every kind of file, on tiny networks."""

import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import (
    InferenceConfig,
    KerasPredictor,
    ModelFileError,
    Prediction,
    Windows,
    multi_scale,
    sliding_window,
    with_inference,
)
from deeplab_family.inference.dense_crf import CRF_PRESETS, dense_crf
from deeplab_family.inference.score_averages import averaged_score


def network():
    keras.utils.set_random_seed(7)
    images = keras.Input((None, None, 3))
    x = keras.layers.Rescaling(1 / 99)(images)
    x = keras.layers.Conv2D(3, 3, padding="same", activation="tanh")(x)
    return keras.Model(images, keras.layers.Conv2D(3, 3, padding="same")(x))


def draw(*size):
    return np.random.default_rng(2).integers(0, 256, size, np.uint8)


def answer(model, config, images):
    score = averaged_score(lambda x: model(x, training=False), config, 3)
    return score(tf.constant(images, tf.float32))


class FilePredictor:
    """What other files answer: arrays, for whole numbers of a pixel.

    Args:
        model: answers.
        holds: "logits" or "probabilities".
        input_size: the only one, or None.
    """

    kind, num_classes, class_names = "tflite", 3, ("a", "b", "c")

    def __init__(self, model, holds, input_size=None):
        self.model, self.holds, self.input_size = model, holds, input_size

    def run(self, images):
        assert self.input_size in (None, images.shape[1:3])
        logits = self.model(np.rint(images).astype("float32")).numpy()
        class_map = logits.argmax(-1).astype(np.uint8)
        if self.holds == "logits":
            return Prediction(class_map, logits=logits)
        return Prediction(class_map, tf.nn.softmax(logits).numpy())


def test_nothing_to_average_leaves_the_logits():
    model, images = network(), draw(1, 12, 15, 3)
    np.testing.assert_array_equal(
        answer(model, InferenceConfig(), images),
        model(images.astype("float32")),
    )


def test_nothing_asked_gives_the_predictor_itself():
    predictor = KerasPredictor(network())
    assert with_inference(predictor, InferenceConfig()) is predictor


@pytest.mark.parametrize("average", ["probabilities", "logits"])
def test_crops_are_cut_at_every_scale(average):
    model, images = network(), draw(1, 16, 23, 3)
    windows = Windows(tile=10)
    config = InferenceConfig(
        windows=windows, scales=(0.5, 1.5), flip=True, average=average
    )
    finish = tf.nn.softmax if average == "probabilities" else tf.identity

    cut = sliding_window(model, windows, 3, finish=finish)
    expected = multi_scale(cut, (0.5, 1.5), True, finish=tf.identity)
    np.testing.assert_allclose(
        answer(model, config, images),
        expected(tf.constant(images, tf.float32)),
        atol=1e-5,
    )


@pytest.mark.parametrize("average", ["probabilities", "logits"])
def test_a_keras_predictor_answers_with_the_mean(average):
    model, images = network(), draw(2, 12, 15, 3)
    config = InferenceConfig(scales=(0.5, 1.0), flip=True, average=average)
    predictor = with_inference(KerasPredictor(model), config)
    mean = answer(model, config, images).numpy()
    prediction = predictor(images)
    np.testing.assert_array_equal(prediction.class_map, mean.argmax(-1))
    if average == "logits":
        mean = tf.nn.softmax(mean)
    np.testing.assert_allclose(prediction.probabilities, mean, atol=1e-5)


@pytest.mark.parametrize("average", ["probabilities", "logits"])
@pytest.mark.parametrize("windows", [None, Windows(tile=10)])
def test_a_file_of_probabilities_has_the_means_of_one_of_logits(
    average, windows
):
    model, images = network(), draw(1, 13, 21, 3)
    config = InferenceConfig(
        scales=(0.75, 1.5), flip=True, average=average, windows=windows
    )
    first, second = (
        with_inference(FilePredictor(model, holds), config)(images)
        for holds in ("logits", "probabilities")
    )
    np.testing.assert_allclose(
        first.probabilities, second.probabilities, atol=1e-5
    )


def test_a_file_of_one_size_is_asked_in_windows_of_it():
    model, images = network(), draw(1, 16, 23, 3)
    config = InferenceConfig(windows=Windows(tile=10), scales=(1.0, 2.0))
    fixed, free = (
        with_inference(FilePredictor(model, "logits", size), config)(images)
        for size in ((10, 10), None)
    )
    np.testing.assert_array_equal(fixed.probabilities, free.probabilities)


@pytest.mark.parametrize("config", [{}, {"average": "logits", "flip": True}])
def test_a_crf_refines_the_mean_of_each_image(config):
    model, images = network(), draw(2, 12, 15, 3)
    config = InferenceConfig(**config)
    crf = dataclasses.replace(CRF_PRESETS["duc"], steps=2)
    refined = dataclasses.replace(config, crf=crf)
    predictor = FilePredictor(model, "logits")
    plain = with_inference(predictor, config).run(images).probabilities
    answer = with_inference(predictor, refined)(images)
    for shares, image, expected in zip(
        answer.probabilities, images, plain, strict=True
    ):
        expected = dense_crf(expected, image, crf)
        np.testing.assert_allclose(shares, expected, atol=1e-5)
    np.testing.assert_array_equal(
        answer.class_map, answer.probabilities.argmax(-1)
    )
    assert np.abs(answer.probabilities - plain).max() > 0.01


def predictor_of(**fields):
    predictor = FilePredictor(None, "logits")
    for name, value in fields.items():
        setattr(predictor, name, value)
    return predictor


@pytest.mark.parametrize(
    ("fields", "config", "message"),
    [
        ({"num_classes": None}, {"flip": True}, "class map alone"),
        (
            {"input_size": (9, 9)},
            {"scales": (0.5, 1.0)},
            "9 x 9 only.*windows of 9",
        ),
        (
            {"input_size": (9, 9)},
            {"windows": Windows(tile=8)},
            "9 x 9 only.*Received: 8",
        ),
        (
            {"input_size": (9, 7)},
            {"scales": (0.5, 1.0)},
            "9 x 7 only.*any size",
        ),
        (
            {"input_size": (9, 7)},
            {"windows": Windows(tile=9)},
            "9 x 7 only.*square; leave them",
        ),
        ({}, {"output_stride": 8}, "tflite file.*--serving.output-stride 8"),
    ],
)
def test_what_a_file_cannot_do_is_told(fields, config, message):
    with pytest.raises(ModelFileError, match=message):
        with_inference(predictor_of(**fields), InferenceConfig(**config))


def test_a_stride_of_a_foreign_network_is_refused():
    config = InferenceConfig(output_stride=8)
    with pytest.raises(ModelFileError, match="this library.*Functional"):
        with_inference(KerasPredictor(network()), config)


def test_images_must_be_uint8():
    predictor = with_inference(
        KerasPredictor(network()), InferenceConfig(flip=True)
    )
    with pytest.raises(ValueError, match="uint8"):
        predictor(np.zeros((1, 9, 9, 3), np.float32))
