import numpy as np
import pytest

from deeplab_family.losses.ignore_label import (
    labeled_pixels,
    read_ignore_label,
)

LABELS = np.array([[[0, 255], [2, 1]]], "uint8")
LOGITS = np.arange(12, dtype="float16").reshape(1, 2, 2, 3)


def test_ignored_pixels_are_class_zero_of_weight_zero():
    pixels = labeled_pixels(LABELS, LOGITS, np.array([3.0]), 255)
    np.testing.assert_array_equal(pixels.labels, [[[0, 0], [2, 1]]])
    np.testing.assert_array_equal(pixels.weights, [[[3, 0], [3, 3]]])
    assert bool(pixels.sound)
    assert float(pixels.nan_unless_sound(1.5)) == 1.5


def test_cross_entropy_is_that_of_float32_logits():
    pixels = labeled_pixels(LABELS, LOGITS, None, 255)
    log_sum = np.log(np.exp([0.0, 1.0, 2.0]).sum())
    np.testing.assert_allclose(
        pixels.cross_entropy,
        [[[log_sum, log_sum], [log_sum - 2, log_sum - 1]]],
        rtol=1e-6,
    )


def test_a_class_may_be_the_ignored_label():
    pixels = labeled_pixels(np.array([[[0, 1], [2, 1]]]), LOGITS, None, 1)
    np.testing.assert_array_equal(pixels.weights, [[[1, 0], [1, 0]]])


@pytest.mark.parametrize("label", [None, 1.5, "void", (0, 255)])
def test_refuses_ignored_labels_that_are_no_ids(label):
    with pytest.raises(ValueError, match="`ignore_label` must be"):
        read_ignore_label(label)
