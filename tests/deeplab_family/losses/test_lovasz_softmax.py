import numpy as np
import pytest

from deeplab_family.losses import LovaszSoftmax
from tests.contracts.loss import LossContract


class TestPerImage(LossContract):
    loss_class = LovaszSoftmax
    init_kwargs = {
        "per_image": True,
        "class_weights": {0: 0.5},
        "ignore_label": 6,
        "name": "surrogate",
    }
    ignore_label = 6


class TestOfTheBatch(LossContract):
    loss_class = LovaszSoftmax
    init_kwargs = {"ignore_label": 8}
    ignore_label = 8
    replica_kwargs = {"per_image": True}


@pytest.fixture
def batch():
    """Class 3 is nowhere labeled, class 2 not in the second image."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, (2, 5, 6)).astype("uint8")
    labels[0, 0] = 255
    labels[1] %= 2
    logits = generator.normal(size=(2, 5, 6, 4)).astype("float32")
    return labels, logits


def jaccard_loss(is_class, is_error, weights):
    """One minus the IoU of a class if the marked pixels are wrong."""
    predicted = is_class ^ is_error
    both = weights[is_class & predicted].sum()
    return 1 - both / weights[is_class | predicted].sum()


def by_hand(labels, logits, weights):
    """Definition 1 of the paper: sets of errors that grow by a pixel.

    Returns the losses of the classes that are labeled.
    """
    exponents = np.exp(logits.astype("float64"))
    probabilities = exponents / exponents.sum(axis=-1, keepdims=True)
    counts = labels != 255
    labels, weights = labels[counts], weights[counts]
    losses = []
    for each in np.unique(labels):
        is_class, p = labels == each, probabilities[..., each][counts]
        errors = np.where(is_class, 1 - p, p)
        wrong, loss = np.zeros(len(errors), bool), 0.0
        for pixel in np.argsort(-errors):
            before = jaccard_loss(is_class, wrong, weights)
            wrong[pixel] = True
            after = jaccard_loss(is_class, wrong, weights)
            loss += errors[pixel] * (after - before)
        losses.append(loss)
    return np.array(losses)


@pytest.mark.parametrize("weighted", [False, True])
def test_equals_the_definition_over_the_batch(batch, weighted):
    labels, logits = batch
    weights = np.ones(labels.shape)
    if weighted:
        weights = np.random.default_rng(1).uniform(0.2, 3, labels.shape)
    expected = by_hand(labels, logits, weights).mean()
    np.testing.assert_allclose(
        LovaszSoftmax()(labels, logits, weights), expected, rtol=1e-5
    )


def test_equals_the_mean_of_the_images(batch):
    labels, logits = batch
    of_images = [
        by_hand(labels[n], logits[n], np.ones((5, 6))).mean() for n in range(2)
    ]
    loss = LovaszSoftmax(per_image=True)
    np.testing.assert_allclose(loss(*batch), np.mean(of_images), rtol=1e-5)
    np.testing.assert_allclose(
        loss(*batch, np.array([1.0, 3.0])),
        (of_images[0] + 3 * of_images[1]) / 4,
        rtol=1e-5,
    )
    labels[1] = 255
    np.testing.assert_allclose(loss(*batch), of_images[0], rtol=1e-5)


def test_class_weights_weigh_the_classes_in_the_mean(batch):
    first, second, third = by_hand(*batch, np.ones(batch[0].shape))
    np.testing.assert_allclose(
        LovaszSoftmax(class_weights=(0.0, 1.0, 3.0, 9.0))(*batch),
        (second + 3 * third) / 4,
        rtol=1e-5,
    )
    assert first > 0


def test_hard_maps_cost_one_minus_their_iou():
    """At the corners of the cube the surrogate is the Jaccard loss."""
    labels = np.array([[[0, 0, 0, 1, 1]]])
    predicted = np.array([[[0, 0, 1, 1, 0]]])
    logits = (np.eye(2)[predicted] - 0.5) * 200
    expected = 1 - np.mean([2 / 4, 1 / 3])
    np.testing.assert_allclose(
        LovaszSoftmax()(labels, logits), expected, rtol=1e-5
    )


def test_refuses_what_is_no_bool():
    with pytest.raises(ValueError, match="`per_image`"):
        LovaszSoftmax(per_image=2)
