import numpy as np
import pytest

from deeplab_family.metrics import (
    class_iou,
    invalid_count,
    mean_over_present,
    pixel_accuracy,
)

# Two classes. Labeled 0: three right, one wrong. Labeled 1: two wrong, four
# right. Five ignored pixels.
TWO_BY_TWO = np.array([[3, 1, 0], [2, 4, 0], [2, 3, 0], [0, 0, 0]])


def test_two_by_two_by_hand():
    np.testing.assert_allclose(class_iou(TWO_BY_TWO), [3 / 6, 4 / 7])
    assert float(pixel_accuracy(TWO_BY_TWO)) == pytest.approx(7 / 10)
    assert int(invalid_count(TWO_BY_TWO)) == 0


def test_a_class_that_is_only_predicted_scores_zero():
    table = np.array([[5, 2, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]])

    np.testing.assert_allclose(class_iou(table), [5 / 7, 0.0])


def test_an_absent_class_is_nan_and_left_out_of_the_mean():
    table = np.array([[6, 0, 0], [0, 0, 0], [0, 9, 0], [0, 0, 0]])

    ious = class_iou(table)

    np.testing.assert_array_equal(ious, [1.0, np.nan])
    assert float(mean_over_present(ious)) == 1.0


def test_nothing_judged_gives_nan_not_zero():
    table = np.zeros((4, 3), "int64")

    assert np.isnan(float(mean_over_present(class_iou(table))))
    assert np.isnan(float(pixel_accuracy(table)))


def test_a_prediction_that_is_no_class_misses_its_label():
    table = np.array([[2, 0, 2], [0, 1, 0], [0, 0, 0], [0, 0, 0]])

    np.testing.assert_allclose(class_iou(table), [0.5, 1.0])
    assert int(invalid_count(table)) == 2


def test_invalid_predictions_on_ignored_pixels_do_no_harm():
    table = np.array([[2, 0, 0], [0, 1, 0], [0, 0, 7], [0, 0, 0]])

    assert int(invalid_count(table)) == 0


def test_many_matrices_at_once_score_as_each_alone():
    tables = np.random.default_rng(0).integers(0, 50, (2, 3, 6, 5))
    tables[0, 0, 2] = tables[0, 0, :, 2] = 0  # a class that is absent
    ious, means = class_iou(tables), mean_over_present(class_iou(tables))
    for where in np.ndindex(2, 3):
        alone = class_iou(tables[where])
        np.testing.assert_array_equal(ious[where], alone)
        assert float(means[where]) == float(mean_over_present(alone))
