"""Errors against a sort in numpy."""

import json

import keras
import numpy as np
import pytest

from deeplab_family.classification.top_errors import (
    evaluate_classifier,
    logits_function,
    ranks_of,
)


def test_errors_equal_those_of_a_sort():
    random = np.random.default_rng(0)
    logits = random.normal(size=(50, 12)).astype(np.float32)
    labels = random.integers(0, 12, 50)
    first = np.argsort(-logits, axis=1)
    # The images carry their logits; the "network" hands them on.
    images = np.zeros((50, 4, 1, 3), np.float32)
    images.reshape(50, 12)[:] = logits
    model = keras.Sequential([keras.Input((4, 1, 3)), keras.layers.Flatten()])
    batches = [(images[n : n + 20], labels[n : n + 20]) for n in (0, 20, 40)]
    errors = evaluate_classifier(logits_function(model), batches)
    assert errors.images == 50
    assert errors.top1 == np.mean(first[:, 0] != labels)
    hits = (first[:, :5] == labels[:, None]).any(axis=1)
    assert errors.top5 == 1 - np.mean(hits)
    assert json.loads(errors.to_json()) == {
        "top1_error": errors.top1,
        "top5_error": round(errors.top5, 6),
        "images": 50,
    }


def test_equal_logits_are_no_knowledge():
    """The same answer for all of n classes hits one class in n."""
    ranks = ranks_of(np.zeros((6, 6)), np.arange(6))
    np.testing.assert_array_equal(ranks, np.arange(6))


def test_what_is_no_number_is_wrong():
    logits = np.array([[np.nan, 9.0, 0.0], [0.0, np.inf, -np.inf]])
    np.testing.assert_array_equal(ranks_of(logits, np.array([1, 1])), [3, 0])


def test_no_image_is_refused():
    with pytest.raises(ValueError, match="no image"):
        evaluate_classifier(keras.Sequential(), [])
