import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import FocalCrossEntropy, MaskedCrossEntropy
from tests.contracts.loss import LossContract


class TestFocalCrossEntropy(LossContract):
    loss_class = FocalCrossEntropy
    init_kwargs = {
        "gamma": 1.5,
        "class_weights": {1: 0.25},
        "ignore_label": 7,
        "name": "focal",
    }
    ignore_label = 7


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 3, 5)).astype("uint8")
    logits = generator.normal(size=(2, 3, 5, 4)).astype("float32") * 3
    return labels, logits


@pytest.mark.parametrize("gamma", [0.5, 1.0, 2.0, 5.0])
def test_equals_keras_without_ignored_pixels(batch, gamma):
    labels, logits = batch
    theirs = keras.losses.CategoricalFocalCrossentropy(
        alpha=1.0, gamma=gamma, from_logits=True
    )
    np.testing.assert_allclose(
        FocalCrossEntropy(gamma)(labels, logits),
        theirs(np.eye(4)[labels], logits),
        rtol=1e-5,
    )


def test_gamma_of_zero_is_the_plain_cross_entropy(batch):
    labels, logits = batch
    labels[0, 0] = 255
    np.testing.assert_allclose(
        FocalCrossEntropy(0.0)(labels, logits),
        MaskedCrossEntropy()(labels, logits),
        rtol=1e-6,
    )


@pytest.mark.parametrize("gamma", [0.0, 0.5, 2.0])
def test_pixels_that_are_certain_have_a_gradient_of_zero(gamma):
    logits = tf.Variable([[[[200.0, -200.0]]]])
    with tf.GradientTape() as tape:
        loss = FocalCrossEntropy(gamma)(np.array([[[0]]]), logits)
    assert float(loss) == 0.0
    np.testing.assert_array_equal(tape.gradient(loss, logits), logits * 0.0)


@pytest.mark.parametrize("gamma", [-1.0, float("inf"), float("nan")])
def test_refuses_what_makes_no_sense(gamma):
    with pytest.raises(ValueError, match="`gamma`"):
        FocalCrossEntropy(gamma)
