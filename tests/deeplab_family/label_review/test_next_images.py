import itertools

import numpy as np
import pytest

from deeplab_family.inference import Prediction
from deeplab_family.label_review import (
    ReviewSample,
    next_images,
    rank_next,
    uncertainty_map,
)
from deeplab_family.label_review.label_next import describe

RANDOM = np.random.default_rng(0)


def test_the_margin_by_hand():
    shares = np.array([[[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.2, 0.1, 0.7]]])
    np.testing.assert_allclose(uncertainty_map(shares), [[1.0, 0.0, 0.5]])
    assert not uncertainty_map(np.ones((2, 2, 1))).any()


def test_the_description_is_the_mean_of_sixteen_parts():
    shares = RANDOM.random((8, 12, 3))
    parts = shares.reshape(4, 2, 4, 3, 3).mean(axis=(1, 3))
    expected = np.moveaxis(parts, -1, 0).ravel()
    np.testing.assert_allclose(describe(shares), expected, rtol=1e-5)


def farthest_by_hand(points, first, count):
    taken = [first]
    while len(taken) < count:
        rest = [n for n in range(len(points)) if n not in taken]
        taken.append(
            max(
                rest,
                key=lambda n: min(
                    np.linalg.norm(points[n] - points[t]) for t in taken
                ),
            )
        )
    return taken


def test_the_first_ones_are_the_greedy_k_centers_of_the_candidates():
    doubts, points = RANDOM.random(40), RANDOM.random((40, 5))
    order = rank_next(doubts, points, 5, candidates=3)
    pool = np.argsort(-doubts)[:15]
    expected = pool[farthest_by_hand(points[pool], 0, 5)]
    assert order[:5] == expected.tolist()
    rest = order[5:]
    assert sorted(order) == list(range(40))
    assert all(doubts[a] >= doubts[b] for a, b in itertools.pairwise(rest))


def test_k_centers_are_within_twice_the_best_radius():
    """Gonzalez' bound, against every choice of three of nine points."""
    points = RANDOM.random((9, 2))

    def radius(centers):
        away = np.linalg.norm(points[:, None] - points[list(centers)], axis=2)
        return away.min(axis=1).max()

    best = min(radius(c) for c in itertools.combinations(range(9), 3))
    chosen = rank_next(np.ones(9), points, 3, candidates=3)[:3]
    assert radius(chosen) <= 2 * best


def test_copies_of_one_image_are_not_taken_twice():
    doubts = np.array([0.9, 0.89, 0.88, 0.5, 0.4])
    points = np.array([[0.0], [0.0], [0.0], [1.0], [3.0]])
    assert rank_next(doubts, points, 3, candidates=2) == [0, 4, 3, 1, 2]


def test_equally_unsure_images_keep_their_order():
    assert rank_next(np.ones(4), np.zeros((4, 2)), 2) == [0, 1, 2, 3]


def test_more_are_wanted_than_there_are():
    assert rank_next(np.array([0.1, 0.2]), np.zeros((2, 1)), 9) == [1, 0]


@pytest.mark.parametrize("count, candidates", [(0, 1), (1, 0)])
def test_numbers_below_one_are_refused(count, candidates):
    with pytest.raises(ValueError, match="must be >= 1"):
        rank_next(np.ones(2), np.ones((2, 1)), count, candidates)


def sure_of(images):
    """Sure of class 0 as far as an image is light."""
    light = images.mean(axis=-1) / 255
    shares = np.stack([0.5 + light / 2, 0.5 - light / 2], axis=-1)
    return Prediction(shares.argmax(-1).astype(np.uint8), shares)


def test_the_darkest_image_comes_first():
    grays = [200, 10, 120]
    samples = [
        ReviewSample(str(g), lambda g=g: np.full((8, 8, 3), g, np.uint8))
        for g in grays
    ]
    told = []
    found = next_images(sure_of, samples, 1, lambda *now: told.append(now))
    assert [one.sample.name for one in found] == ["10", "120", "200"]
    assert [one.is_next for one in found] == [True, False, False]
    assert found[0].uncertainty == pytest.approx(1 - 10 / 255, abs=1e-6)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_no_image_gives_no_line():
    assert next_images(sure_of, [], 3) == []
