"""Evaluation crop against the formula of the triangle filter, in numpy."""

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.classification import EvaluationCrop


def triangle(source: int, target: int) -> np.ndarray:
    """Weights `(target, source)`: a triangle, as wide as a target pixel."""
    scale = source / target
    wide = max(scale, 1)
    centers = (np.arange(target) + 0.5) * scale
    pixels = np.arange(source) + 0.5
    weights = 1 - np.abs(pixels[None] - centers[:, None]) / wide
    weights = np.maximum(weights, 0)
    return weights / weights.sum(axis=1, keepdims=True)


def by_formula(image, short_side, size):
    height, width = image.shape[:2]
    short = min(height, width)
    target = short_side * height // short, short_side * width // short
    resized = np.einsum(
        "ih,hwc,jw->ijc",
        triangle(height, target[0]),
        image.astype(float),
        triangle(width, target[1]),
    )
    top, left = (-((size[i] - target[i]) // 2) for i in range(2))
    cut = resized[top : top + size[0], left : left + size[1]]
    return np.floor(cut + 0.5)


@pytest.mark.parametrize(
    "shape", [(90, 131), (131, 90), (64, 64), (20, 41), (32, 45)]
)
def test_equals_the_formula(shape):
    """Smaller, larger and equal images, with odd and even margins."""
    image = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    crop = EvaluationCrop(short_side=32, size=(28, 27))
    cut = crop.cut(tf.constant(image)).numpy()
    want = by_formula(image, 32, (28, 27))
    assert cut.shape == (28, 27, 3)
    np.testing.assert_allclose(cut, want, atol=1)
    assert (cut == want).mean() > 0.99


def test_of_imagenet_it_is_the_center_of_the_short_side():
    """A mark in the middle stays there: 256, then 224 of both sides."""
    image = np.zeros((512, 768, 3), np.uint8)
    image[254:258, 382:386] = 255
    crop = EvaluationCrop(short_side=256, size=(224, 224))
    rows, columns, _ = np.nonzero(crop.cut(tf.constant(image)).numpy() > 99)
    assert {*rows} == {*columns} == {111, 112}


def test_a_crop_beyond_the_short_side_is_refused():
    with pytest.raises(ValueError, match="`crop_size` must be 1 to"):
        EvaluationCrop(short_side=200, size=(224, 224))
