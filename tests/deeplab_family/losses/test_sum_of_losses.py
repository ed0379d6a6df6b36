import keras
import numpy as np
import pytest

from deeplab_family.losses import (
    DiceLoss,
    LovaszSoftmax,
    MaskedCrossEntropy,
    SumOfLosses,
    TopKCrossEntropy,
)
from tests.contracts.loss import LossContract


class TestSumOfLosses(LossContract):
    loss_class = SumOfLosses
    init_kwargs = {
        "losses": (
            MaskedCrossEntropy(5, label_smoothing=0.1),
            DiceLoss(5),
            LovaszSoftmax(True, 5),
        ),
        "factors": (1.0, 0.5, 2.0),
        "name": "all_three",
    }
    ignore_label = 5


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 9, 5)).astype("uint8")
    labels[0, 0] = 255
    logits = generator.normal(size=(2, 3, 2, 4)).astype("float32")
    return labels, logits


def test_is_the_sum_at_the_size_of_small_logits(batch):
    labels, logits = batch
    small = labels[:, ::4, ::4]
    parts = [DiceLoss(), MaskedCrossEntropy(class_weights={1: 4.0})]
    loss = SumOfLosses(parts, [3, 0.5], label_downsampling="every_nth")
    np.testing.assert_allclose(
        loss(labels, logits),
        3 * parts[0](small, logits) + 0.5 * parts[1](small, logits),
        rtol=1e-6,
    )


def test_factors_are_one_by_default(batch):
    labels, logits = batch
    small = labels[:, ::4, ::4]
    parts = [DiceLoss(), MaskedCrossEntropy()]
    np.testing.assert_allclose(
        SumOfLosses(parts)(small, logits),
        parts[0](small, logits) + parts[1](small, logits),
        rtol=1e-6,
    )


def test_its_losses_hear_whose_steps_to_count(batch):
    labels, logits = batch
    small = labels[:, ::4, ::4]
    falling = TopKCrossEntropy(0.5, hard_example_mining_step=10)
    loss = SumOfLosses([falling, DiceLoss()])
    optimizer = keras.optimizers.SGD()
    loss.follow(optimizer)
    optimizer.iterations.assign(10)
    expected = TopKCrossEntropy(0.5)(small, logits) + DiceLoss()(small, logits)
    np.testing.assert_allclose(loss(small, logits), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("losses", "factors", "message"),
    [
        ([DiceLoss()], None, "`losses`.*two or more"),
        ([DiceLoss(), keras.losses.Dice()], None, "`losses`.*dice"),
        ([DiceLoss(), DiceLoss(0)], None, r"ignore.*\[255, 0\]"),
        (
            [DiceLoss(), DiceLoss(label_downsampling="every_nth")],
            None,
            "belongs to `SumOfLosses`",
        ),
        ([DiceLoss(), DiceLoss()], [1.0], "`factors` must be 2"),
        ([DiceLoss(), DiceLoss()], [1.0, 0.0], "`factors` must be 2"),
        ([DiceLoss(), DiceLoss()], [1.0, float("nan")], "`factors` must be 2"),
    ],
)
def test_refuses_what_cannot_be_added(losses, factors, message):
    with pytest.raises(ValueError, match=message):
        SumOfLosses(losses, factors)
