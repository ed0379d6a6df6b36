import math

import pytest

from export import Artifact, Limit

LIMIT = Limit(largest_difference=0.1, equal_pixels=0.9, mean_iou_drop=0.02)


def artifact(**changes):
    values = {
        "name": "int8",
        "path": "model_int8.tflite",
        "size_bytes": 1,
        "latency_ms": 1.0,
        "largest_difference": 0.05,
        "mean_difference": 0.01,
        "equal_pixels": 0.95,
        "mean_iou": None,
        "mean_iou_drop": None,
        "operations": {},
        "limit": LIMIT,
    }
    return Artifact(**values | changes)


def test_within_the_limit_nothing_fails():
    assert artifact().failures == []
    assert artifact(largest_difference=0.1, equal_pixels=0.9).failures == []
    assert artifact(mean_iou=0.9, mean_iou_drop=-0.3).failures == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"largest_difference": 0.11}, "differs by 0.11, the limit is 0.1"),
        ({"equal_pixels": 0.5}, "50.00% of the pixels"),
        (
            {"mean_iou_drop": 0.05},
            "mean IoU drops by 5.00 points, the limit is 2",
        ),
    ],
)
def test_each_broken_limit_is_told(change, words):
    [reason] = artifact(**change).failures
    assert words in reason


def test_a_class_map_alone_is_not_asked_for_its_probabilities():
    assert artifact(largest_difference=None).failures == []


def test_a_broken_budget_fails():
    broken = artifact(over_budget=("4.00 MB, the budget is 3 MB",))
    assert broken.failures == ["4.00 MB, the budget is 3 MB"]


@pytest.mark.parametrize(
    "field", ["largest_difference", "equal_pixels", "mean_iou_drop"]
)
def test_not_a_number_fails(field):
    assert len(artifact(**{field: math.nan}).failures) == 1
