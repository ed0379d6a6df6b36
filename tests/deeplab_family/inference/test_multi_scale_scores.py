"""Multi-scale inference against plain numpy on a tiny network."""

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import multi_scale
from tests.plain_multi_scale import plain_mean, plain_softmax

WEIGHTS = np.array([[0.9, -0.4], [0.1, 0.3], [-0.5, 0.8]], np.float32)
SHIFT = 0.2


def network(images):
    """Logits of a 1x1 convolution and of the pixel to the left of each."""
    left = tf.concat([images[:, :, :1], images[:, :, :-1]], axis=2)
    return (images + SHIFT * left) @ WEIGHTS


def plain_network(images):
    left = np.concatenate([images[:, :, :1], images[:, :, :-1]], axis=2)
    return (images + SHIFT * left) @ WEIGHTS


def draw(*size):
    return np.random.default_rng(3).normal(size=size).astype(np.float32)


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize("average", ["probabilities", "logits"])
def test_is_the_mean_that_numpy_computes(flip, aligned, average):
    images, scales = draw(2, 17, 25, 3), (0.5, 1.0, 1.75)
    probable = average == "probabilities"
    score = multi_scale(
        network,
        scales,
        flip,
        finish=tf.nn.softmax if probable else tf.identity,
        align_corners=aligned,
    )
    finish = plain_softmax if probable else lambda logits: logits
    expected = plain_mean(plain_network, images, scales, flip, finish, aligned)
    np.testing.assert_allclose(score(images), expected, atol=1e-5)


def test_sizes_of_deeplab_are_one_more_than_the_strides():
    seen = []

    def score(images):
        seen.append(tuple(images.shape[1:3]))
        return images

    multi_scale(score, (0.5, 0.75, 1.25, 2))(tf.zeros((1, 513, 1025, 3)))
    assert seen == [(257, 513), (385, 769), (641, 1281), (1025, 2049)]


def test_sizes_that_are_known_late_are_the_same():
    images = draw(1, 11, 13, 3)
    score = multi_scale(network, (0.5, 1.1), True)
    traced = tf.function(
        score, input_signature=[tf.TensorSpec((None, None, None, 3))]
    )
    np.testing.assert_allclose(traced(images), score(images), atol=1e-6)


def test_an_image_and_its_mirror_image_have_mirrored_answers():
    images = draw(1, 9, 12, 3)
    score = multi_scale(network, (0.75, 1.5), flip=True)
    mirrored = score(images[:, :, ::-1])[:, :, ::-1]
    np.testing.assert_allclose(score(images), mirrored, atol=1e-5)
