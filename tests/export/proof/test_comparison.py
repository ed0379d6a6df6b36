import numpy as np
import pytest

from deeplab_family.inference import Prediction
from export.proof.comparison import Comparison


def prediction(*first_class):
    """One row of pixels, given the probability of the first of two classes."""
    first = np.array(first_class, np.float32).reshape(1, 1, -1)
    probabilities = np.stack([first, 1 - first], axis=-1)
    return Prediction(probabilities.argmax(-1).astype(np.uint8), probabilities)


def test_differences_and_equal_pixels_by_hand():
    comparison = Comparison(num_classes=2)
    comparison.add(prediction(0.9, 0.6), prediction(0.9, 0.4))
    comparison.add(prediction(1.0, 0.0), prediction(0.9, 0.0))
    facts = comparison.facts(comparison)
    assert facts["largest_difference"] == pytest.approx(0.2)
    assert facts["mean_difference"] == pytest.approx((0.2 + 0.1) * 2 / 8)
    assert facts["equal_pixels"] == 0.75
    assert "mean_iou" not in facts


def test_the_mean_iou_covers_all_images_and_skips_ignored_pixels():
    keras, comparison = Comparison(num_classes=2), Comparison(num_classes=2)
    for label in ([0, 0, 255], [1, 1, 1]):
        label = np.array([[label]], np.uint8)
        truth = prediction(*(label[0, 0] == 0))
        answer = prediction(0.9, 0.9, 0.1)
        keras.add(truth, truth, label)
        comparison.add(truth, answer, label)
    facts = comparison.facts(keras)
    # Class 0: two hits of four; class 1: one hit of three.
    assert facts["mean_iou"] == pytest.approx((2 / 4 + 1 / 3) / 2)
    assert facts["mean_iou_drop"] == pytest.approx(1 - 5 / 12)
    assert facts["class_iou_drop"] == pytest.approx((1 - 2 / 4, 1 - 1 / 3))


def test_not_a_number_is_the_largest_difference():
    comparison = Comparison(num_classes=2)
    comparison.add(prediction(0.9), prediction(np.nan))
    comparison.add(prediction(0.9), prediction(0.9))
    assert np.isnan(comparison.facts(comparison)["largest_difference"])


def test_a_class_map_alone_has_equal_pixels_but_no_differences():
    comparison = Comparison(num_classes=2)
    answer = Prediction(np.array([[[0, 0]]], np.uint8))
    comparison.add(prediction(0.9, 0.2), answer)
    facts = comparison.facts(comparison)
    assert facts["equal_pixels"] == 0.5
    assert facts["largest_difference"] is facts["mean_difference"] is None


def test_answers_to_the_images_that_changed_most_are_kept():
    comparison = Comparison(num_classes=2)
    for number, second in enumerate([0.9, 0.1, 0.9, 0.1, 0.9]):
        answer = prediction(0.9, second)
        comparison.add(prediction(0.9, 0.9), answer, image=10 * number)
    assert comparison.images == [0, 10, 20, 30, 40]
    assert [one.image for one in comparison.worst] == [10, 30, 0]
    assert [one.share for one in comparison.worst] == [0.5, 0.5, 0]
    first = comparison.worst[0]
    np.testing.assert_array_equal(first.before, [[0, 0]])
    np.testing.assert_array_equal(first.after, [[0, 1]])


def test_a_drop_is_against_the_same_images():
    keras, comparison = Comparison(num_classes=2), Comparison(num_classes=2)
    wrong, right = prediction(0.1, 0.9), prediction(0.9, 0.9)
    label = np.array([[[0, 0]]], np.uint8)
    for number, answer in enumerate([right, wrong, right]):
        keras.add(answer, answer, label, number)
    comparison.add(wrong, wrong, label, 1)
    assert comparison.facts(keras)["mean_iou_drop"] == 0
