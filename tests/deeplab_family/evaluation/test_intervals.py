import numpy as np
import pytest

from deeplab_family.evaluation import bootstrap_intervals
from tests.deeplab_family.evaluation.image_rows import random_rows, row


def test_the_intervals_surround_the_scores_and_repeat_themselves():
    rows = random_rows(0.8)
    found = bootstrap_intervals(rows)
    accuracy = np.mean([one.pixel_accuracy for one in rows])

    low, high = found.pixel_accuracy
    assert low < accuracy < high and high - low < 0.1
    # Both classes are alike here, and their IoU is a / (2 - a).
    np.testing.assert_allclose(found.mean_iou, found.class_iou[:, 0])
    np.testing.assert_allclose(
        found.mean_iou, [a / (2 - a) for a in (low, high)]
    )
    again = bootstrap_intervals(rows)
    np.testing.assert_array_equal(again.class_iou, found.class_iou)


def test_equal_images_leave_no_doubt_and_an_absent_class_none_to_tell():
    rows = [row(str(n), [6, 3, 0], [8, 4, 0], [7, 5, 0]) for n in range(5)]
    found = bootstrap_intervals(rows)

    np.testing.assert_allclose(found.mean_iou, [7 / 12, 7 / 12])
    np.testing.assert_allclose(found.mean_accuracy, [3 / 4, 3 / 4])
    np.testing.assert_allclose(found.class_iou, [[6 / 9, 3 / 6, np.nan]] * 2)


@pytest.mark.parametrize("images", [0, 1])
def test_one_image_says_nothing_about_the_spread(images):
    assert bootstrap_intervals(random_rows(0.8, images)) is None
