import numpy as np
import pytest

from deeplab_family.visualization import heat

IMAGE = np.random.default_rng(0).integers(0, 256, (9, 12, 3), np.uint8)


def test_where_nothing_counts_the_image_is_gray():
    picture = heat(IMAGE, np.zeros((9, 12)))
    gray = np.rint(IMAGE.mean(axis=-1))
    np.testing.assert_array_equal(picture, np.stack([gray] * 3, axis=-1))


def test_the_strongest_pixel_is_the_brightest_whatever_the_image():
    strength = np.zeros((9, 12))
    strength[4, 7], strength[4, 3] = 1.0, 0.2
    first, second = heat(IMAGE, strength), heat(255 - IMAGE, strength)
    assert (first[4, 7] == second[4, 7]).all() and first[4, 7].min() > 200
    assert first[4, 3, 0] > first[4, 3, 2]  # weaker is redder


def test_a_ring_marks_the_pixel_and_leaves_it_bare():
    strength = np.zeros((9, 12))
    plain, marked = heat(IMAGE, strength), heat(IMAGE, strength, (4, 7))
    assert (marked[4, 9] == 255).all() and (marked[4, 5] == 255).all()
    assert (marked[4, 7] == plain[4, 7]).all()
    assert (marked[:, :4] == plain[:, :4]).all()


def test_sizes_that_differ_are_refused():
    with pytest.raises(ValueError, match=r"strength \(12, 9\)"):
        heat(IMAGE, np.zeros((12, 9)))
