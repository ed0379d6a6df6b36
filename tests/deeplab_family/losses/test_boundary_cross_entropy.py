import numpy as np
import pytest

from deeplab_family.losses import BoundaryCrossEntropy, MaskedCrossEntropy
from deeplab_family.losses.boundary_cross_entropy import near_another_class
from tests.contracts.loss import LossContract


class TestBoundaryCrossEntropy(LossContract):
    loss_class = BoundaryCrossEntropy
    init_kwargs = {
        "radius": 1,
        "boundary_weight": 5.0,
        "ignore_label": 11,
        "name": "edges",
    }
    ignore_label = 11


def near_by_hand(labels, radius):
    """Looks around every pixel."""
    near = np.zeros(labels.shape, bool)
    for image, row, column in np.ndindex(labels.shape):
        around = labels[
            image,
            max(0, row - radius) : row + radius + 1,
            max(0, column - radius) : column + radius + 1,
        ]
        others = (around != labels[image, row, column]) & (around != 255)
        near[image, row, column] = others.any()
    return near


@pytest.fixture
def labels():
    """Three areas, one of them within a ring of ignored pixels."""
    labels = np.zeros((2, 14, 17), "int32")
    labels[0, 5:, 9:] = 3
    labels[1, 3:9, 3:9] = 255
    labels[1, 4:8, 4:8] = 1
    labels[1, :, 16:] = 255
    return labels


@pytest.mark.parametrize("radius", [1, 2, 4, 30])
def test_near_is_what_has_another_class_in_its_square(labels, radius):
    near = np.asarray(near_another_class(labels, labels != 255, radius))
    valid = labels != 255
    np.testing.assert_array_equal(
        near[valid], near_by_hand(labels, radius)[valid]
    )
    assert near[valid].any()


def test_a_ring_of_ignored_pixels_hides_what_lies_further_than_the_radius(
    labels,
):
    inside = labels == 1
    assert not np.asarray(near_another_class(labels, labels != 255, 1))[
        inside
    ].any()
    assert np.asarray(near_another_class(labels, labels != 255, 2))[
        inside
    ].any()


def test_near_pixels_are_weighed(labels):
    logits = np.random.default_rng(0).normal(size=(*labels.shape, 4))
    weights = np.where(near_by_hand(labels, 2), 7.0, 1.0)
    np.testing.assert_allclose(
        BoundaryCrossEntropy(2, 7.0)(labels, logits),
        MaskedCrossEntropy()(labels, logits, weights),
        rtol=1e-6,
    )


def test_weights_of_classes_are_multiplied(labels):
    logits = np.random.default_rng(0).normal(size=(*labels.shape, 4))
    np.testing.assert_allclose(
        BoundaryCrossEntropy(2, 1.0, class_weights={3: 9.0})(labels, logits),
        MaskedCrossEntropy(class_weights={3: 9.0})(labels, logits),
        rtol=1e-6,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {"radius": 0},
        {"radius": 1.5},
        {"boundary_weight": -1.0},
        {"boundary_weight": float("inf")},
    ],
)
def test_refuses_what_makes_no_sense(arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}`"):
        BoundaryCrossEntropy(**arguments)
