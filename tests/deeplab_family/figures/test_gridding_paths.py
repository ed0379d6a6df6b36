import itertools

import numpy as np
import pytest

from deeplab_family.backbones import holes
from deeplab_family.figures import draw_gridding, path_counts
from deeplab_family.figures.gridding_paths import CENTER, UNSEEN


def walked(rates):
    """Every path, step by step."""
    reach = sum(rates)
    counts = np.zeros((2 * reach + 1, 2 * reach + 1), int)
    steps = [[-rate, 0, rate] for rate in rates]
    for rows in itertools.product(*steps):
        for columns in itertools.product(*steps):
            counts[reach + sum(rows), reach + sum(columns)] += 1
    return counts


@pytest.mark.parametrize("rates", [(1,), (2, 2, 2), (1, 2, 3), (3, 1)])
def test_paths_are_those_that_can_be_walked(rates):
    np.testing.assert_array_equal(path_counts(rates), walked(rates))


def test_the_papers_figure():
    """Equal rates of 2 lose three quarters; 1, 2, 3 see all of 13 x 13."""
    counts = path_counts((2, 2, 2))
    assert counts.shape == (13, 13)
    assert np.count_nonzero(counts) == 49
    assert counts[::2, ::2].all() and not counts[1::2].any()
    assert path_counts((1, 2, 3)).all()


@pytest.mark.parametrize("rates", [(2, 2, 2), (1, 2, 5), (5, 9, 17), (2, 4)])
def test_pixels_without_a_path_are_the_holes(rates):
    line = path_counts(rates)[sum(rates)]
    assert tuple(np.flatnonzero(line == 0) - sum(rates)) == holes(rates)


def test_the_picture_shows_each_pixel_once():
    """25 x 25 cells of the first list stand in its first row's last cell."""
    picture = draw_gridding([(1, 1)])
    red = (picture == CENTER).all(axis=-1)
    # two pictures of cells of 24 pixels, whose lines are gray
    assert red.sum() == 2 * 23 * 23
    assert not (picture == UNSEEN).all(axis=-1).any()
    gray = (draw_gridding([(2, 2)]) == UNSEEN).all(axis=-1).sum()
    # 5 x 5 less 9, and 9 x 9 less 25
    assert gray == (16 + 56) * 23 * 23


def test_rates_below_one_are_refused():
    with pytest.raises(ValueError, match="`rates`"):
        path_counts((0, 1))
