import numpy as np
import pytest

from deeplab_family.detection.detection_losses import (
    binary_cross_entropy,
    class_cross_entropy,
    mean_over_batch,
    smooth_l1,
)


def test_binary_cross_entropy_of_plain_numpy():
    logits = np.linspace(-6, 6, 25).astype("float32")
    truths = (np.arange(25) % 2).astype("float32")
    p = 1 / (1 + np.exp(-logits.astype("float64")))
    expected = -(truths * np.log(p) + (1 - truths) * np.log(1 - p))
    np.testing.assert_allclose(
        binary_cross_entropy(logits, truths), expected, atol=1e-6
    )


def test_large_logits_cost_their_size():
    np.testing.assert_allclose(
        binary_cross_entropy(
            np.array([1e4, -1e4, 1e4, -1e4], "float32"),
            np.array([0, 0, 1, 1], "float32"),
        ),
        [1e4, 0, 0, 1e4],
    )


def test_class_cross_entropy_of_plain_numpy():
    logits = np.random.default_rng(0).normal(size=(2, 3, 4)).astype("float32")
    classes = np.array([[0, 3, 1], [2, 2, 0]])
    p = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
    chosen = np.take_along_axis(p, classes[..., None], -1)[..., 0]
    np.testing.assert_allclose(
        class_cross_entropy(logits, classes.astype("int32")),
        -np.log(chosen),
        atol=1e-6,
    )


def test_smooth_l1_is_quadratic_then_linear():
    off = np.array([[0.5, 0, 0, 0], [-3, 0, 0, 0], [1, 1, -1, 2]], "float32")
    np.testing.assert_allclose(smooth_l1(off, 1.0), [0.125, 2.5, 3.0])
    np.testing.assert_allclose(smooth_l1(off, 2.0), [0.0625, 2.0, 1.75])
    # Both branches meet where it becomes linear.
    edge = np.array([[1 / 9, 0, 0, 0]], "float32")
    assert float(smooth_l1(edge, 1 / 9)[0]) == pytest.approx(1 / 18)


def test_only_what_is_used_counts():
    values = np.array([[1, 2, np.nan], [4, np.inf, 100]], "float32")
    used = np.array([[True, True, False], [True, False, False]])
    assert float(mean_over_batch(values, used)) == pytest.approx(7 / 3)
    assert float(mean_over_batch(values, used & False)) == 0
