import numpy as np
import pytest

from deeplab_family.evaluation import bootstrap_intervals, paired_difference
from input_pipeline import DataError
from tests.deeplab_family.evaluation.image_rows import random_rows, row


def test_a_model_differs_from_itself_by_nothing():
    rows = random_rows(0.8)
    same = paired_difference(rows, rows)

    assert same.mean_iou == same.interval[0] == same.interval[1] == 0
    assert same.p_value == 1 and same.better == same.worse == 0


def test_a_small_gain_on_every_image_is_sure_where_the_scores_are_not():
    """What is hard is hard for both, and cancels out in pairs."""
    ours, theirs = random_rows(0.79), random_rows(0.77)
    alone, other = bootstrap_intervals(ours), bootstrap_intervals(theirs)
    assert alone.mean_iou[0] < other.mean_iou[1]  # the intervals overlap

    found = paired_difference(ours, theirs)

    assert 0 < found.interval[0] < found.mean_iou < found.interval[1]
    assert found.p_value < 0.01
    assert found.better == 40 and found.worse == 0
    back = paired_difference(theirs, ours)
    assert back.mean_iou == -found.mean_iou and back.better == 0
    np.testing.assert_allclose(back.interval, -found.interval[::-1])


def test_what_differs_by_chance_has_no_small_p_value():
    ours, theirs = random_rows(0.8), random_rows(0.8, seed=1)
    found = paired_difference(ours, theirs)
    assert found.interval[0] < 0 < found.interval[1]
    assert found.p_value > 0.05


def test_other_images_are_refused_by_name():
    rows = random_rows(0.8, 3)
    with pytest.raises(DataError, match="Received: 3 and 2 images"):
        paired_difference(rows, rows[:2])
    with pytest.raises(DataError, match="two images or more"):
        paired_difference(rows[:1], rows[:1])
    other = [*rows[:2], row("b.png", [1], [1], [1])]
    with pytest.raises(DataError, match="image 3 is '2.png' and 'b.png'"):
        paired_difference(rows, other)
