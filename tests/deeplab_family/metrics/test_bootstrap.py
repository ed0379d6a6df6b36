import itertools

import numpy as np
import pytest

from deeplab_family.metrics import (
    ClassCounts,
    bootstrap_counts,
    confidence_interval,
)
from deeplab_family.metrics import bootstrap as module


def counts_of(images, classes=3, seed=0):
    """Hits, labeled and predicted pixels of each image."""
    rng = np.random.default_rng(seed)
    hits = rng.integers(0, 50, (images, classes))
    others = rng.integers(0, 50, (2, images, classes))
    return np.stack([hits, hits + others[0], hits + others[1]], axis=1)


def test_three_images_give_the_distribution_of_all_their_draws():
    """27 equally likely draws: the shares of 20,000 come close to them."""
    counts = counts_of(3)
    drawn = bootstrap_counts(counts, draws=20_000).mean_iou
    exact = [
        ClassCounts(*counts[list(draw)].sum(axis=0)).mean_iou
        for draw in itertools.product(range(3), repeat=3)
    ]
    for value in set(np.round(exact, 9)):
        share = np.mean(np.abs(drawn - value) < 1e-8)
        expected = np.mean(np.abs(np.array(exact) - value) < 1e-8)
        assert share == pytest.approx(expected, abs=0.015)


def test_every_draw_has_as_many_images_as_there_are():
    counts = np.ones((7, 3, 2), np.int32)
    drawn = bootstrap_counts(counts, draws=120)
    np.testing.assert_array_equal(drawn.labeled, np.full((120, 2), 7))


def test_blocks_of_images_change_nothing(monkeypatch):
    counts = counts_of(11)
    whole = bootstrap_counts(counts, draws=70)
    monkeypatch.setattr(module, "IMAGES_AT_ONCE", 4)
    np.testing.assert_array_equal(
        bootstrap_counts(counts, draws=70).hits, whole.hits
    )


def test_the_same_seed_draws_the_same_images_for_two_models():
    """What both share, the labels, is the same in every draw."""
    ours, theirs = counts_of(9), counts_of(9, seed=1)
    theirs[:, 1] = ours[:, 1]
    np.testing.assert_array_equal(
        bootstrap_counts(ours).labeled, bootstrap_counts(theirs).labeled
    )
    other = bootstrap_counts(ours, seed=1).labeled
    assert np.any(other != bootstrap_counts(ours).labeled)


def test_the_interval_has_the_width_that_theory_says():
    """A share over n images: 1.96 standard errors to each side."""
    rng = np.random.default_rng(3)
    right = rng.binomial(1000, 0.7, 400) + rng.normal(0, 100, 400)
    right = np.clip(right, 0, 1000).astype(int)
    whole = np.full(400, 1000)
    counts = np.stack([right, whole, whole], axis=1)[..., None]
    low, high = confidence_interval(bootstrap_counts(counts).pixel_accuracy)
    error = np.std(right / 1000) / np.sqrt(400)
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.1)
    assert low < np.mean(right) / 1000 < high


def test_the_interval_by_hand_with_draws_that_have_no_score():
    nan = np.nan
    values = np.array([[0, nan, nan], [1, 1, nan], [2, 2, nan]])
    np.testing.assert_allclose(
        confidence_interval(values, confidence=0.5),
        [[0.5, 1.25, nan], [1.5, 1.75, nan]],
    )
    assert confidence_interval(values[:, 0], 0.5).tolist() == [0.5, 1.5]


def test_no_image_is_refused():
    with pytest.raises(ValueError, match="one image or more"):
        bootstrap_counts(np.zeros((0, 3, 2), int))
