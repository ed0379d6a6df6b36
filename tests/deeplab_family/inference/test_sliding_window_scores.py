"""Sliding windows against plain numpy on a network that sees its crop."""

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import sliding_window
from input_pipeline.sample import MEAN_PIXEL


def starts(length, tile=8, step=5):
    room = max(length - tile, 0)
    count = -(-room // step) + 1
    return [min(i * step, room) for i in range(count)]


def network(crop):
    """Pixels minus the mean of their crop: the answer depends on the crop."""
    return crop - tf.reduce_mean(crop, axis=(1, 2), keepdims=True)


def plain_mean(images, tile, centered=False, finish=lambda x: x):
    batch, height, width, channels = images.shape
    rows, columns = max(height, tile), max(width, tile)
    top = (rows - height) // 2 if centered else 0
    left = (columns - width) // 2 if centered else 0
    padded = np.tile(np.float32(MEAN_PIXEL), (batch, rows, columns, 1))
    padded[:, top : top + height, left : left + width] = images
    total = np.zeros_like(padded)
    count = np.zeros((rows, columns, 1), np.float32)
    for y in starts(rows):
        for x in starts(columns):
            crop = padded[:, y : y + tile, x : x + tile]
            answer = finish(crop - crop.mean((1, 2), keepdims=True))
            total[:, y : y + tile, x : x + tile] += answer
            count[y : y + tile, x : x + tile] += 1
    mean = total / count
    return mean[:, top : top + height, left : left + width]


def draw(*size):
    return np.random.default_rng(5).uniform(0, 255, size).astype(np.float32)


@pytest.mark.parametrize("centered", [False, True])
@pytest.mark.parametrize("size", [(8, 8), (21, 14), (5, 12), (3, 6)])
def test_overlaps_are_averaged_and_small_images_padded(size, centered):
    images = draw(2, *size, 3)
    score = sliding_window(network, 8, starts, centered=centered)
    np.testing.assert_allclose(
        score(tf.constant(images)),
        plain_mean(images, 8, centered),
        atol=2e-4,
    )


def test_probabilities_are_averaged_and_not_logits():
    def softmax(logits):
        exponents = np.exp(logits - logits.max(-1, keepdims=True))
        return exponents / exponents.sum(-1, keepdims=True)

    images = draw(1, 13, 13, 3)
    score = sliding_window(network, 8, starts, finish=tf.nn.softmax)
    expected = plain_mean(images, 8, finish=softmax)
    np.testing.assert_allclose(score(tf.constant(images)), expected, atol=1e-4)
