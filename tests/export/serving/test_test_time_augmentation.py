"""Test-time augmentation of the served model, in values."""

import numpy as np
import pytest
import tensorflow as tf

from export.serving import ServingSettings, write_serving_bundle
from export.serving.scorer import Scorer, network_scorer
from export.serving.test_time_augmentation import averaged
from tests.export.serving.session_model import SessionModel
from tests.export.tiny_network import draw_images, make_network
from tests.plain_multi_scale import plain_mean, plain_softmax

SCALES = (0.5, 1.0, 1.75)


def images(*size):
    return tf.cast(draw_images(*size), tf.float32)


def network(pixels):
    """The tiny network as a function of arrays."""
    return make_network()(tf.constant(pixels, tf.float32)).numpy()


def test_one_scale_and_no_flip_leave_the_network_alone():
    scorer = network_scorer(make_network())
    assert averaged(scorer, ServingSettings()) is scorer


@pytest.mark.parametrize("aligned", [True, False])
def test_is_the_mean_that_numpy_computes(aligned):
    """At sizes that are known when the graph runs only."""
    settings = ServingSettings(scales=SCALES, flip=True, align_corners=aligned)
    scorer = averaged(network_scorer(make_network()), settings)
    assert not scorer.logits
    spec = tf.TensorSpec((None, None, None, 3))
    score = tf.function(scorer.score, input_signature=[spec])
    batch = images(2, 33, 49).numpy()
    expected = plain_mean(network, batch, SCALES, True, plain_softmax, aligned)
    np.testing.assert_allclose(score(batch), expected, atol=1e-4)


def test_the_bundle_holds_the_mean_that_numpy_computes(tmp_path):
    settings = ServingSettings(
        scales=SCALES, flip=True, warmup_size=(17, 23), max_pixels=10_000
    )
    path = write_serving_bundle(make_network(), tmp_path, settings)
    batch = draw_images(1, 33, 49)
    answer = SessionModel(path).predict("probabilities", images=batch)
    pixels = batch.astype(np.float32)
    expected = plain_mean(network, pixels, SCALES, True, plain_softmax, True)
    np.testing.assert_allclose(answer["probabilities"], expected, atol=1e-4)
    once = plain_softmax(network(pixels))
    assert np.abs(answer["probabilities"] - once).max() > 0.01


def test_a_flip_makes_the_answer_symmetric():
    settings = ServingSettings(flip=True)
    answer = averaged(network_scorer(make_network()), settings)
    batch = images(1, 32, 48)
    np.testing.assert_allclose(
        answer.score(batch),
        answer.score(batch[:, :, ::-1])[:, :, ::-1],
        atol=1e-5,
    )


@pytest.mark.parametrize(
    ("aligned", "sizes"),
    [
        (True, [(10, 17), (20, 33), (34, 57)]),
        (False, [(10, 16), (20, 33), (35, 58)]),
    ],
)
def test_every_scale_is_seen_at_its_size_and_answered_at_the_images(
    aligned, sizes
):
    seen = []

    def score(batch):
        seen.append(tuple(batch.shape[1:3]))
        return batch

    settings = ServingSettings(scales=SCALES, align_corners=aligned)
    answer = averaged(Scorer(score, False, 3), settings)
    assert answer.score(images(1, 20, 33)).shape == (1, 20, 33, 3)
    assert seen == sizes
