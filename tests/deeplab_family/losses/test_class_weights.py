import numpy as np
import pytest

from deeplab_family.losses.class_weights import (
    read_class_weights,
    weight_of_each_class,
)


@pytest.mark.parametrize(
    "weights",
    [
        (1, 5, 2, 0.5),
        [1.0, 5.0, 2.0, 0.5],
        np.array([1.0, 5.0, 2.0, 0.5], "float32"),
        {0: 1.0, 1: 5.0, 2: 2.0, 3: 0.5},
        {np.int64(3): 0.5, 1: 5, 2: 2},
    ],
    ids=str,
)
def test_every_form_means_the_same(weights):
    read = read_class_weights(weights)
    assert weight_of_each_class(read, 4) == [1.0, 5.0, 2.0, 0.5]


def test_classes_that_the_doctor_never_saw_weigh_one():
    assert read_class_weights([0.5, None, 2.0]) == (0.5, 1.0, 2.0)


def test_none_stays_none():
    assert read_class_weights(None) is None


@pytest.mark.parametrize(
    "weights",
    [
        (1.0, -1.0),
        (1.0, float("nan")),
        (1.0, float("inf")),
        (0.0, 0.0),
        (),
        {0: -1.0},
        {0: float("nan")},
        {-1: 1.0},
        {0.5: 1.0},
        {"road": 1.0},
        {0: "heavy"},
        "balanced",
        2.0,
        [[1.0, 2.0], [3.0, 4.0]],
    ],
    ids=str,
)
def test_refuses_what_are_no_weights(weights):
    with pytest.raises(ValueError, match="^`class_weights` must be"):
        read_class_weights(weights)


@pytest.mark.parametrize(
    ("weights", "received"),
    [
        ((1.0, 2.0), "2 numbers"),
        ((1.0, 2.0, 3.0, 4.0), "4 numbers"),
        ({3: 1.0, 0: 1.0}, r"\[3\]"),
        ({255: 0.0}, r"\[255\]"),
        ({0: 0.0, 1: 0.0, 2: 0.0}, r"\(0.0, 0.0, 0.0\)"),
    ],
)
def test_refuses_weights_of_other_classes(weights, received):
    with pytest.raises(ValueError, match=f"`class_weights`.*{received}"):
        weight_of_each_class(read_class_weights(weights), 3)
