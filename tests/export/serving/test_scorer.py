import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import KerasPredictor, ModelFileError
from export.serving.scorer import Scorer, network_scorer
from tests.export.tiny_network import draw_images, make_network

LOGITS = tf.constant([[[[2.0, 1.0, -3.0], [0.0, 0.0, 9.0]]]])


@pytest.mark.parametrize("logits", [True, False])
def test_confidence_is_the_highest_probability_in_255ths(logits):
    scorer = Scorer(lambda x: x, logits, 3)
    probabilities = tf.nn.softmax(LOGITS)
    scores = LOGITS if logits else probabilities
    expected = np.rint(255 * probabilities.numpy().max(-1))
    class_map, confidence = scorer.class_and_confidence(scores)
    np.testing.assert_array_equal(confidence, expected)
    np.testing.assert_array_equal(class_map, [[[0, 2]]])
    np.testing.assert_allclose(scorer.probabilities(scores), probabilities)
    np.testing.assert_array_equal(scorer.class_map(scores), [[[0, 2]]])


def test_a_network_scores_by_its_logits():
    model = make_network()
    images = tf.cast(draw_images(2, 20, 30), tf.float32)
    scorer = network_scorer(model)
    assert (scorer.logits, scorer.num_classes) == (True, 4)
    np.testing.assert_allclose(scorer.score(images), model(images), atol=1e-5)


def test_a_network_of_fixed_size_scores_any_size():
    model = make_network(size=(16, 24))
    images = draw_images(2, 33, 49)
    scores = network_scorer(model).score(tf.cast(images, tf.float32))
    expected = KerasPredictor(model)(images).probabilities
    np.testing.assert_allclose(scores, expected, atol=1e-4)


def test_a_model_that_does_not_segment_is_refused():
    inputs = keras.Input((8, 8, 3))
    outputs = keras.layers.GlobalAveragePooling2D()(inputs)
    with pytest.raises(ModelFileError, match="logits"):
        network_scorer(keras.Model(inputs, outputs))


def test_of_classes_that_tie_the_first_is_taken_as_argmax_does():
    scores = tf.constant([[0.0, 3.0, 3.0], [1.0, 1.0, 1.0]])
    scorer = Scorer(lambda x: x, True, 3)
    np.testing.assert_array_equal(scorer.class_map(scores), [1, 0])
    np.testing.assert_array_equal(tf.argmax(scores, -1), [1, 0])
