import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import (
    MaskedCrossEntropy,
    TopKConfig,
    TopKCrossEntropy,
)
from deeplab_family.training import compile_model
from tests.contracts.loss import LossContract
from tests.tiny_recipe import tiny_mobile


class TestTopKCrossEntropy(LossContract):
    loss_class = TopKCrossEntropy
    init_kwargs = {"top_k_percent_pixels": 0.3, "ignore_label": 9, "name": "k"}
    ignore_label = 9


class TestWithClassWeights(LossContract):
    loss_class = TopKCrossEntropy
    init_kwargs = {
        "top_k_percent_pixels": 0.4,
        "class_weights": (3.0, 1.0, 0.5, 1.0),
    }


def by_hand(labels, logits, share, weights=None):
    """One pixel after the other, as the official code reads."""
    losses = []
    for label, scores in zip(
        labels.ravel(), logits.reshape(-1, 4), strict=True
    ):
        if label == 255:
            losses.append((0.0, 0.0))
            continue
        loss = np.log(np.exp(scores).sum()) - scores[label]
        weight = 1.0 if weights is None else weights[label]
        losses.append((weight * loss, weight))
    losses.sort(reverse=True)
    kept = [pair for pair in losses[: int(share * len(losses))] if pair[0] > 0]
    return sum(loss for loss, _ in kept) / sum(weight for _, weight in kept)


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 5, 6)).astype("uint8")
    labels[0, :2] = 255
    logits = generator.normal(size=(2, 5, 6, 4)).astype("float32") * 2
    return labels, logits


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("weights", [None, (1.0, 4.0, 0.5, 2.0)])
def test_equals_the_official_rule(batch, share, weights):
    """Ignored pixels count in the number that is kept: 48 of 60 are valid."""
    loss = TopKCrossEntropy(share, class_weights=weights)(*batch)
    np.testing.assert_allclose(loss, by_hand(*batch, share, weights), rtol=1e-5)


def test_all_pixels_are_the_plain_cross_entropy(batch):
    np.testing.assert_allclose(
        TopKCrossEntropy(1.0)(*batch), MaskedCrossEntropy()(*batch), rtol=1e-6
    )


@pytest.mark.parametrize(
    ("step", "share"), [(0, 1.0), (25, 0.85), (50, 0.7), (100, 0.4), (900, 0.4)]
)
def test_the_share_falls_linearly_with_the_steps_of_the_optimizer(
    batch, step, share
):
    loss = TopKCrossEntropy(0.4, hard_example_mining_step=100)
    optimizer = keras.optimizers.SGD()
    loss.follow(optimizer)
    loss_in_graph = tf.function(loss)
    loss_in_graph(*batch)
    optimizer.iterations.assign(step)
    expected = by_hand(*batch, share)
    np.testing.assert_allclose(loss_in_graph(*batch), expected, rtol=1e-5)


def test_the_fall_of_a_saved_run_goes_on(batch, tmp_path):
    """With float16 the optimizer stands behind one that scales the loss."""
    loss = TopKConfig(top_k_percent_pixels=0.4, hard_example_mining_step=100)
    recipe = tiny_mobile("root", loss=loss, precision="mixed_float16")
    model = compile_model(recipe.with_num_classes(4))
    model.optimizer.iterations.assign(50)
    model.save(tmp_path / "last.keras")
    loaded = keras.saving.load_model(tmp_path / "last.keras")
    for each in (model, loaded):
        np.testing.assert_allclose(
            each.loss(*batch), by_hand(*batch, 0.7), rtol=1e-5
        )


def test_a_fall_needs_somebody_who_counts(batch):
    loss = TopKCrossEntropy(0.4, hard_example_mining_step=100)
    with pytest.raises(ValueError, match=r"loss\.follow\(model\.optimizer\)"):
        loss(*batch)


@pytest.mark.parametrize(
    "arguments",
    [
        {"top_k_percent_pixels": 0.0},
        {"top_k_percent_pixels": 25},
        {"top_k_percent_pixels": float("nan")},
        {"hard_example_mining_step": -1},
        {"hard_example_mining_step": 0.5},
    ],
)
def test_refuses_what_makes_no_sense(arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}`"):
        TopKCrossEntropy(**arguments)
