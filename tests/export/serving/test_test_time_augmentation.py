import numpy as np
import tensorflow as tf

from export.serving.scorer import Scorer, network_scorer
from export.serving.test_time_augmentation import averaged
from tests.export.tiny_network import draw_images, make_network


def images(*size):
    return tf.cast(draw_images(*size), tf.float32)


def test_one_scale_and_no_flip_leave_the_network_alone():
    scorer = network_scorer(make_network())
    assert averaged(scorer, (1.0,), False) is scorer


def test_a_flip_is_the_mean_of_both_probabilities():
    scorer = network_scorer(make_network())
    batch = images(2, 33, 49)
    answer = averaged(scorer, (1.0,), True)
    there = tf.nn.softmax(scorer.score(batch))
    back = tf.nn.softmax(scorer.score(batch[:, :, ::-1]))[:, :, ::-1]
    np.testing.assert_allclose(
        answer.score(batch), (there + back) / 2, atol=1e-6
    )
    assert not answer.logits


def test_a_flip_makes_the_answer_symmetric():
    answer = averaged(network_scorer(make_network()), (1.0,), True)
    batch = images(1, 32, 48)
    np.testing.assert_allclose(
        answer.score(batch),
        answer.score(batch[:, :, ::-1])[:, :, ::-1],
        atol=1e-5,
    )


def test_every_scale_is_seen_at_its_size_and_answered_at_the_images():
    seen = []

    def score(batch):
        seen.append(tuple(batch.shape[1:3]))
        return batch

    answer = averaged(Scorer(score, False, 3), (0.5, 1.0, 1.75), False)
    assert answer.score(images(1, 20, 33)).shape == (1, 20, 33, 3)
    assert seen == [(10, 16), (20, 33), (35, 58)]


def test_probabilities_of_several_scales_still_sum_to_one():
    answer = averaged(network_scorer(make_network()), (0.5, 1.5), True)
    total = tf.reduce_sum(answer.score(images(1, 33, 49)), -1)
    np.testing.assert_allclose(total, 1, atol=1e-5)
