import numpy as np
import pytest

from export.proof.bootstrap import drop_interval
from export.proof.comparison import scores_of


def confusions(accuracy, images=30, pixels=1000, classes=3):
    """One matrix an image, with about that share of right answers."""
    rng = np.random.default_rng(1)
    found = np.zeros((images, classes + 2, classes + 1), np.int64)
    for matrix in found:
        share = np.clip(rng.normal(accuracy, 0.05), 0, 1)
        for label in range(classes):
            right = int(share * pixels)
            matrix[label, label] = right
            matrix[label, (label + 1) % classes] = pixels - right
    return found


def test_the_interval_surrounds_the_drop_and_repeats_itself():
    before, after = confusions(0.9), confusions(0.8)
    low, high = drop_interval(before, after)
    drop = scores_of(before)[0] - scores_of(after)[0]
    assert low < drop < high
    assert high - low < 0.05
    assert drop_interval(before, after) == (low, high)


def test_images_are_drawn_in_pairs():
    """Both models score low on the same hard images: the drop is certain."""
    before = confusions(0.9)
    assert drop_interval(before, before) == (0, 0)


def test_more_images_make_it_surer():
    few = drop_interval(confusions(0.9, 8), confusions(0.8, 8)[::-1])
    many = drop_interval(confusions(0.9, 80), confusions(0.8, 80)[::-1])
    assert many[1] - many[0] < few[1] - few[0]


@pytest.mark.parametrize("images", [0, 1])
def test_one_image_says_nothing_about_the_spread(images):
    one = confusions(0.9, images)
    assert drop_interval(one, one) is None
