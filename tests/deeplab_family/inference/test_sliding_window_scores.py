"""Sliding windows against plain numpy on a network that sees its crop."""

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import Windows, sliding_window
from input_pipeline.sample import MEAN_PIXEL

KINDS = {
    "papers": Windows(tile=8, stride=5),
    "centered": Windows(tile=8, stride=5, padding="center"),
    "three deep": Windows(tile=8, stride=2, even=True),
    "tapered": Windows(tile=8, stride=5, seams="tapered"),
}


SHARES = np.outer(np.arange(8), np.arange(8))[..., None] / 28**2
"""Sum to one; larger towards the lower right end of a crop of 8 x 8."""


def network(crop):
    """Pixels minus a mean of their crop: it depends on where the crop lies."""
    mean = tf.reduce_sum(crop * SHARES.astype(np.float32), (1, 2), True)
    return crop - mean


def plain_starts(length, windows):
    room = length - windows.tile
    count = -(-room // windows.stride) + 1
    if windows.even and count > 1:
        return [int(i * room / (count - 1) + 0.5) for i in range(count)]
    return [min(i * windows.stride, room) for i in range(count)]


def plain_weights(windows):
    if windows.seams == "uniform":
        return np.ones(windows.tile)
    shared = windows.tile - windows.stride
    place = np.arange(windows.tile) + 0.5
    to_edge = np.minimum(place, windows.tile - place)
    return np.minimum(to_edge / shared, 1)


def plain_mean(images, windows, finish=lambda x: x):
    batch, height, width, _ = images.shape
    tile, centered = windows.tile, windows.padding == "center"
    rows, columns = max(height, tile), max(width, tile)
    top = (rows - height) // 2 if centered else 0
    left = (columns - width) // 2 if centered else 0
    padded = np.tile(np.float32(MEAN_PIXEL), (batch, rows, columns, 1))
    padded[:, top : top + height, left : left + width] = images
    total, count = np.zeros_like(padded), np.zeros((rows, columns, 1))
    weights = plain_weights(windows)
    weights = np.outer(weights, weights)[..., None]
    for y in plain_starts(rows, windows):
        for x in plain_starts(columns, windows):
            crop = padded[:, y : y + tile, x : x + tile]
            mean = (crop * SHARES).sum((1, 2), keepdims=True)
            answer = finish(crop - mean)
            total[:, y : y + tile, x : x + tile] += answer * weights
            count[y : y + tile, x : x + tile] += weights
    mean = total / count
    return mean[:, top : top + height, left : left + width]


def draw(*size):
    return np.random.default_rng(5).uniform(0, 255, size).astype(np.float32)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(8, 8), (21, 14), (5, 12), (3, 6)])
def test_overlaps_are_averaged_and_small_images_padded(size, kind):
    images, windows = draw(2, *size, 3), KINDS[kind]
    score = sliding_window(network, windows, 3)
    expected = plain_mean(images, windows)
    np.testing.assert_allclose(score(tf.constant(images)), expected, atol=2e-4)


def test_sizes_that_are_known_late_are_the_same():
    images, windows = draw(2, 21, 14, 3), KINDS["three deep"]
    score = sliding_window(network, windows, 3)
    spec = tf.TensorSpec((None, None, None, 3))
    late = tf.function(score, input_signature=[spec], autograph=False)
    np.testing.assert_allclose(
        late(images), plain_mean(images, windows), atol=2e-4
    )


def test_probabilities_are_averaged_and_not_logits():
    def softmax(logits):
        exponents = np.exp(logits - logits.max(-1, keepdims=True))
        return exponents / exponents.sum(-1, keepdims=True)

    images, windows = draw(1, 13, 13, 3), KINDS["papers"]
    score = sliding_window(network, windows, 3, finish=tf.nn.softmax)
    expected = plain_mean(images, windows, finish=softmax)
    np.testing.assert_allclose(score(tf.constant(images)), expected, atol=1e-4)


def test_gald_sees_eight_crops_and_gcn_four_of_a_street():
    """Cityscapes, 1024 x 2048: GALD's `eval.py`; GCN, section 4.3."""
    gald = Windows(tile=769)
    gcn = Windows(tile=1024, stride=342, even=True)
    for windows, count in ((gald, 8), (gcn, 4)):
        seen = []

        def score(crop, seen=seen):
            seen.append(tuple(crop.shape))
            return crop[..., :1]

        street = tf.zeros((1, 1024, 2048, 3))
        sliding_window(score, windows, 1)(street)
        assert seen == [(1, windows.tile, windows.tile, 3)] * count
