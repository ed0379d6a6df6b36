"""Boxes against those of TensorFlow's Model Garden, where it is installed."""

import keras
import numpy as np
import pytest

from deeplab_family.detection.boxes import (
    ROI_SCALE,
    decode,
    encode,
    intersection_over_union,
)
from deeplab_family.detection.matching import match
from tests.model_garden import box_operations


def boxes(seed, number=40):
    generator = np.random.default_rng(seed)
    corners = generator.uniform(0, 80, (2, number, 2))
    size = generator.uniform(10, 60, (2, number, 2))
    return np.concatenate([corners, corners + size], -1).astype("float32")


def turned(boxes):
    """x1, y1, x2, y2 as y1, x1, y2, x2, and back."""
    return np.asarray(boxes)[..., [1, 0, 3, 2]]


def test_overlaps_are_theirs():
    theirs = box_operations("iou_similarity").iou(
        turned(boxes(0)), turned(boxes(1, 7))
    )
    ours = intersection_over_union(boxes(0), boxes(1, 7))
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_offsets_and_decoded_boxes_are_theirs():
    garden = box_operations("box_ops")
    weights = [1 / ROI_SCALE[axis] for axis in (1, 0, 3, 2)]
    offsets = encode(boxes(0), boxes(1), ROI_SCALE)
    theirs = garden.encode_boxes(turned(boxes(0)), turned(boxes(1)), weights)
    np.testing.assert_allclose(turned(offsets), theirs, atol=1e-4)
    # They bound how boxes grow; we also how they shrink, as mmdetection does.
    offsets = np.asarray(offsets)
    wild = np.concatenate([offsets[..., :2], np.abs(8 * offsets[..., 2:])], -1)
    theirs = garden.decode_boxes(turned(wild), turned(boxes(1)), weights)
    np.testing.assert_allclose(
        turned(decode(wild, boxes(1), ROI_SCALE)), theirs, rtol=1e-4, atol=1e-2
    )


def test_matches_are_theirs_where_the_least_overlap_is_none():
    garden = box_operations("box_matcher")
    iou = np.asarray(intersection_over_union(boxes(0), boxes(1, 7)))
    matcher = garden.BoxMatcher(
        thresholds=[0.3, 0.5],
        indicators=[-1, -2, 1],
        force_match_for_each_col=True,
    )
    index, indicators = matcher(keras.ops.convert_to_tensor(iou))
    ours = match(iou, np.ones((2, 7), bool), 0.5, 0.3, 0.0)
    positive = np.asarray(indicators) == 1
    np.testing.assert_array_equal(ours.positive, positive)
    np.testing.assert_array_equal(ours.negative, np.asarray(indicators) == -1)
    same = np.asarray(ours.index) == np.asarray(index)
    assert same[positive].mean() > 0.9  # of two claims they keep another
    assert positive.sum() == pytest.approx(np.asarray(ours.positive).sum())
