import numpy as np
import pytest

from deeplab_family.metrics import (
    ClassCounts,
    class_iou,
    count_classes,
    mean_over_present,
    pixel_accuracy,
)

# Rows: labeled 0, 1, 2 (never), ignored, invalid. Of class 0: 6 right, 2 taken
# for 1; of class 1: 3 right, 1 taken for 0. Ignored pixels count for nobody.
BY_HAND = np.array(
    [[6, 2, 0, 0], [1, 3, 0, 0], [0, 0, 0, 0], [5, 7, 9, 0], [0, 0, 0, 0]]
)


def test_every_score_by_hand():
    counts = count_classes(BY_HAND)

    np.testing.assert_array_equal(counts.hits, [6, 3, 0])
    np.testing.assert_array_equal(counts.labeled, [8, 4, 0])
    np.testing.assert_array_equal(counts.predicted, [7, 5, 0])
    np.testing.assert_allclose(counts.class_iou, [6 / 9, 3 / 6, np.nan])
    np.testing.assert_allclose(counts.class_dice, [12 / 15, 6 / 9, np.nan])
    np.testing.assert_allclose(counts.class_precision, [6 / 7, 3 / 5, np.nan])
    np.testing.assert_allclose(counts.class_recall, [6 / 8, 3 / 4, np.nan])
    assert counts.mean_iou == pytest.approx((6 / 9 + 3 / 6) / 2)
    assert counts.mean_dice == pytest.approx((12 / 15 + 6 / 9) / 2)
    assert counts.mean_precision == pytest.approx((6 / 7 + 3 / 5) / 2)
    assert counts.mean_accuracy == pytest.approx(3 / 4)
    assert counts.pixel_accuracy == pytest.approx(9 / 12)
    weighted = 8 / 12 * (6 / 9) + 4 / 12 * (3 / 6)
    assert counts.frequency_weighted_iou == pytest.approx(weighted)


def test_a_class_that_is_only_predicted_has_precision_and_no_recall():
    """Here 0 is all that is labeled, and a quarter is called 1."""
    counts = count_classes([[3, 1, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]])

    np.testing.assert_array_equal(counts.class_iou, [3 / 4, 0])
    np.testing.assert_array_equal(counts.class_precision, [1, 0])
    np.testing.assert_array_equal(counts.class_recall, [3 / 4, np.nan])
    assert counts.mean_accuracy == counts.frequency_weighted_iou == 3 / 4


def test_a_prediction_that_is_no_class_is_a_miss():
    counts = count_classes([[2, 0, 2], [0, 1, 0], [0, 0, 0], [0, 0, 0]])

    np.testing.assert_array_equal(counts.class_recall, [1 / 2, 1])
    np.testing.assert_array_equal(counts.class_precision, [1, 1])


def test_dice_and_iou_are_one_number_in_two_scales():
    """Dice = 2 IoU / (1 + IoU), and the harmonic mean of the two shares."""
    table = np.random.default_rng(0).integers(1, 50, (7, 6))
    counts = count_classes(table)
    iou, precision, recall = (
        counts.class_iou,
        counts.class_precision,
        counts.class_recall,
    )
    np.testing.assert_allclose(counts.class_dice, 2 * iou / (1 + iou))
    harmonic = 2 / (1 / precision + 1 / recall)
    np.testing.assert_allclose(counts.class_dice, harmonic)


def test_the_metric_in_the_graph_says_the_same():
    table = np.random.default_rng(1).integers(0, 50, (9, 8))
    table[3] = table[:, 3] = 0
    counts = count_classes(table)

    np.testing.assert_allclose(counts.class_iou, class_iou(table), rtol=1e-6)
    mean = float(mean_over_present(class_iou(table)))
    assert counts.mean_iou == pytest.approx(mean, rel=1e-6)
    accuracy = float(pixel_accuracy(table))
    assert counts.pixel_accuracy == pytest.approx(accuracy, rel=1e-6)


def test_counts_of_images_add_up_to_those_of_their_sum():
    tables = np.random.default_rng(2).integers(0, 50, (4, 6, 5))
    each, total = count_classes(tables), count_classes(tables.sum(axis=0))

    assert each.class_iou.shape == (4, 4) and each.mean_iou.shape == (4,)
    summed = ClassCounts(*(part.sum(axis=0) for part in vars(each).values()))
    np.testing.assert_allclose(summed.class_dice, total.class_dice)
    one = count_classes(tables[1])
    assert each.frequency_weighted_iou[1] == one.frequency_weighted_iou


def test_nothing_judged_has_no_score():
    counts = count_classes(np.zeros((4, 3), int))

    for name in ("mean_iou", "mean_accuracy", "frequency_weighted_iou"):
        assert np.isnan(getattr(counts, name))
