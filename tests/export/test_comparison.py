import numpy as np
import pytest

from deeplab_family.inference import Prediction
from export.comparison import Comparison


def prediction(*first_class):
    """One row of pixels, given the probability of the first of two classes."""
    first = np.array(first_class, np.float32).reshape(1, 1, -1)
    probabilities = np.stack([first, 1 - first], axis=-1)
    return Prediction(probabilities.argmax(-1).astype(np.uint8), probabilities)


def test_differences_and_equal_pixels_by_hand():
    comparison = Comparison(num_classes=2)
    comparison.add(prediction(0.9, 0.6), prediction(0.9, 0.4))
    comparison.add(prediction(1.0, 0.0), prediction(0.9, 0.0))
    facts = comparison.facts(None)
    assert facts["largest_difference"] == pytest.approx(0.2)
    assert facts["mean_difference"] == pytest.approx((0.2 + 0.1) * 2 / 8)
    assert facts["equal_pixels"] == 0.75
    assert facts["mean_iou"] is facts["mean_iou_drop"] is None


def test_the_mean_iou_covers_all_images_and_skips_ignored_pixels():
    comparison = Comparison(num_classes=2)
    for label in ([0, 0, 255], [1, 1, 1]):
        answer = prediction(0.9, 0.9, 0.1)
        comparison.add(answer, answer, np.array([[label]], np.uint8))
    facts = comparison.facts(0.5)
    # Class 0: two hits of four; class 1: one hit of three.
    assert facts["mean_iou"] == pytest.approx((2 / 4 + 1 / 3) / 2)
    assert facts["mean_iou_drop"] == pytest.approx(0.5 - 5 / 12)


def test_not_a_number_is_the_largest_difference():
    comparison = Comparison(num_classes=2)
    comparison.add(prediction(0.9), prediction(np.nan))
    comparison.add(prediction(0.9), prediction(0.9))
    assert np.isnan(comparison.facts(None)["largest_difference"])
