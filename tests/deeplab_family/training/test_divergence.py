import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.recipes import TrainConfig
from deeplab_family.training import DivergedError
from deeplab_family.training.divergence import (
    check_loss,
    check_weights,
    likely_cause,
)

TRAIN = TrainConfig()
GOOD = np.zeros((1, 4, 4, 3), "uint8"), np.zeros((1, 4, 4), "uint8")


def small_model():
    model = keras.Sequential(
        [
            keras.Input((4, 4, 3)),
            keras.layers.Conv2D(2, 1),
            keras.layers.BatchNormalization(),
        ]
    )
    model.compile("sgd", "mse")
    return model


def cause(model=None, batch=GOOD, updates=9, **train):
    return likely_cause(
        model or small_model(),
        dataclasses.replace(TRAIN, **train),
        updates,
        batch,
    )


@pytest.mark.parametrize("loss", ["nan", "inf", "-inf"])
def test_finite_losses_pass(loss):
    check_loss(1e30, 1)
    with pytest.raises(DivergedError, match=f"{loss} at step 7") as error:
        check_loss(float(loss), 7)
    assert (error.value.step, error.value.updates) == (7, 6)


@pytest.mark.parametrize("part", ["weights", "optimizer"])
def test_a_variable_that_is_not_finite_is_named(part):
    model = small_model()
    model.optimizer.build(model.trainable_variables)
    check_weights(model, 3)
    owner = model.layers[0].kernel
    if part == "optimizer":
        owner = model.optimizer.learning_rate
    owner.assign(np.full(owner.shape, np.nan))
    name = owner.path
    with pytest.raises(DivergedError, match=f"after step 3, such as {name}"):
        check_weights(model, 3)


def test_the_rate_is_blamed_last_and_never_before_it_acted():
    assert "train.schedule.learning_rate" in cause()
    assert "10 times that" in cause(head_learning_rate_multiplier=10.0)
    assert "times that" not in cause()
    first = cause(updates=0)
    assert "it is not the learning rate" in first
    assert "schedule.learning_rate" not in first


def test_frozen_statistics_of_no_data_are_found():
    model = small_model()
    model.layers[1].trainable = False
    assert "--train.weights" in cause(model)
    model.layers[1].moving_mean.assign([0.0, 3.0])
    assert "schedule.learning_rate" in cause(model)


def test_batches_are_looked_at():
    images, labels = GOOD
    assert "every pixel" in cause(batch=(images, labels + 255)).lower()
    spoiled = images + np.float32(np.nan)
    assert "images" in cause(batch=(spoiled, labels))


def test_weights_of_the_loss_are_looked_at():
    model = small_model()
    model.loss = type("Loss", (), {"class_weights": (1.0, float("inf"))})()
    assert "class_weights" in cause(model)


def test_values_beyond_float16_are_found():
    assert "mixed_bfloat16" in cause(precision="mixed_float16")
    model = small_model()
    model.layers[0].kernel.assign(model.layers[0].kernel * np.nan)
    assert "schedule.learning_rate" in cause(model, precision="mixed_float16")
