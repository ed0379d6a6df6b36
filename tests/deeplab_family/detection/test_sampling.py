import numpy as np
import pytest

from deeplab_family.detection.sampling import sample


def masks(positives, negatives, others=5):
    """Bool `(1, n)` twice, in an order that mixes them."""
    kinds = np.array([1] * positives + [2] * negatives + [0] * others)
    kinds = np.random.default_rng(0).permutation(kinds)[None]
    return kinds == 1, kinds == 2


@pytest.mark.parametrize(
    ("positives", "negatives", "drawn"),
    [
        (100, 500, (16, 48)),  # a quarter is positive
        (3, 500, (3, 61)),  # negatives fill up
        (100, 20, (16, 20)),  # positives do not
        (0, 500, (0, 64)),
        (2, 0, (2, 0)),
        (0, 0, (0, 0)),
    ],
)
def test_a_quarter_positives_filled_with_negatives(positives, negatives, drawn):
    positive, negative = masks(positives, negatives)
    result = sample(positive, negative, 64, 0.25, seed=1)
    index, is_positive, used = (np.asarray(part)[0] for part in result)
    assert (is_positive.sum(), used.sum() - is_positive.sum()) == drawn
    assert positive[0][index[is_positive]].all()
    assert negative[0][index[used & ~is_positive]].all()
    assert len(set(index[used])) == used.sum(), "each at most once"
    assert np.all(np.flatnonzero(used) == np.arange(used.sum()))
    assert np.all(np.flatnonzero(is_positive) == np.arange(drawn[0]))
    assert np.all(index[~used] == 0)


def test_every_box_has_the_same_chance():
    positive, negative = masks(20, 60, others=0)
    many = [np.repeat(kind, 300, axis=0) for kind in (positive, negative)]
    index, _, used = sample(*many, 20, 0.5, seed=0)
    times = np.bincount(np.asarray(index)[np.asarray(used)], minlength=80)
    # 10 of 20 and 10 of 60, 300 times; six deviations are 52 and 39.
    assert np.abs(times[positive[0]] - 150).max() < 52
    assert np.abs(times[negative[0]] - 50).max() < 39


def test_images_draw_their_own():
    positive = np.array([[True, False, False], [False, False, True]])
    index, is_positive, used = sample(positive, ~positive, 2, 0.5, seed=0)
    np.testing.assert_array_equal(np.asarray(index)[:, 0], [0, 2])
    np.testing.assert_array_equal(is_positive, [[True, False]] * 2)
    assert np.all(used)
