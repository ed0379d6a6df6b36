import numpy as np
import pytest

from deeplab_family.losses import DiceLoss, TverskyLoss
from tests.contracts.loss import LossContract


class TestTverskyLoss(LossContract):
    loss_class = TverskyLoss
    init_kwargs = {
        "alpha": 0.2,
        "beta": 1.1,
        "class_weights": {0: 0.25},
        "ignore_label": 8,
        "name": "overlap",
    }
    ignore_label = 8


class TestDiceLoss(LossContract):
    loss_class = DiceLoss
    init_kwargs = {"ignore_label": 6, "name": "overlap"}
    ignore_label = 6


@pytest.fixture
def batch():
    """Class 3 is nowhere labeled."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 3, (2, 5, 6)).astype("uint8")
    labels[0, 0] = 255
    logits = generator.normal(size=(2, 5, 6, 4)).astype("float32")
    return labels, logits


def indices(labels, logits, index, weights=None):
    """The index of each labeled class, from its flat p, g and weights."""
    exponents = np.exp(logits.astype("float64"))
    probabilities = exponents / exponents.sum(axis=-1, keepdims=True)
    weights = np.ones(labels.shape) if weights is None else weights
    counts = labels != 255
    labeled = np.unique(labels[counts])
    return [
        index(
            probabilities[..., each][counts],
            (labels == each)[counts].astype(float),
            weights[counts],
        )
        for each in labeled
    ]


def dice(p, g, w):
    return 2 * (w * p * g).sum() / ((w * p).sum() + (w * g).sum())


def tversky(alpha, beta):
    def index(p, g, w):
        hit = (w * p * g).sum()
        wrong, missed = (w * p * (1 - g)).sum(), (w * (1 - p) * g).sum()
        return hit / (hit + alpha * wrong + beta * missed)

    return index


def test_dice_equals_the_definition(batch):
    expected = 1 - np.mean(indices(*batch, dice))
    np.testing.assert_allclose(DiceLoss()(*batch), expected, rtol=1e-5)


@pytest.mark.parametrize(("alpha", "beta"), [(0.3, 0.7), (0.0, 2.0)])
def test_tversky_equals_the_definition(batch, alpha, beta):
    weights = np.random.default_rng(1).uniform(0.1, 3, batch[0].shape)
    expected = 1 - np.mean(indices(*batch, tversky(alpha, beta), weights))
    np.testing.assert_allclose(
        TverskyLoss(alpha, beta)(*batch, weights), expected, rtol=1e-5
    )


def test_class_weights_weigh_the_classes_in_the_mean(batch):
    of_each = indices(*batch, dice)
    np.testing.assert_allclose(
        DiceLoss(class_weights={0: 0.0, 2: 3.0})(*batch),
        1 - (of_each[1] + 3 * of_each[2]) / 4,
        rtol=1e-5,
    )


def test_a_perfect_map_costs_nothing_and_its_opposite_one():
    labels = np.arange(6).reshape(1, 2, 3) % 2
    right = (np.eye(2)[labels] - 0.5) * 200
    np.testing.assert_allclose(DiceLoss()(labels, right), 0.0, atol=1e-6)
    np.testing.assert_allclose(DiceLoss()(labels, -right), 1.0, atol=1e-6)


@pytest.mark.parametrize(
    "arguments", [{"alpha": -1.0}, {"beta": 0.0}, {"beta": float("nan")}]
)
def test_refuses_what_makes_no_sense(arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}`"):
        TverskyLoss(**arguments)
