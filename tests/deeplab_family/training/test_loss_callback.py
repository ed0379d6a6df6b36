import keras
import numpy as np
import pytest

from deeplab_family.training import DivergedError, add_weight_decay
from deeplab_family.training.loss_callback import LossLog
from deeplab_family.training.train_state import TrainState

PIXELS = np.ones((3, 2, 2, 1), "float32")


def pixel_model(rate, decay, weight=2.0):
    """One weight, to become 0: mean squared error weight ** 2."""
    model = keras.Sequential(
        [
            keras.Input((2, 2, 1)),
            keras.layers.Conv2D(
                1,
                1,
                use_bias=False,
                kernel_initializer=keras.initializers.Constant(weight),
            ),
        ]
    )
    add_weight_decay(model, decay)
    model.compile(keras.optimizers.SGD(rate), "mse", jit_compile=False)
    return model


def expected(rate, decay, steps, weight=2.0):
    losses, decays = [], []
    for _ in range(steps):
        losses.append(weight**2)
        decays.append(decay / 2 * weight**2)
        weight -= rate * (2 * weight + decay * weight)
    return losses, decays


def fit(model, state, steps=3):
    return model.fit(
        PIXELS[:steps],
        np.zeros_like(PIXELS[:steps]),
        batch_size=1,
        verbose=0,
        callbacks=[LossLog(state)],
    )


def test_loss_of_the_data_and_decay_are_told_apart():
    history = fit(pixel_model(0.1, 3.0), TrainState())
    losses, decays = expected(0.1, 3.0, 3)
    np.testing.assert_allclose(
        history.history["loss"], np.mean(losses), rtol=1e-6
    )
    np.testing.assert_allclose(
        history.history["weight_decay"], np.mean(decays), rtol=1e-6
    )


def test_a_stretch_goes_on_with_the_losses_before_it():
    state = TrainState(step=8, batches=2, loss=8.0, weight_decay=0.0)
    history = fit(pixel_model(0.1, 0.0), state, steps=1)
    np.testing.assert_allclose(history.history["loss"], 12 / 3, rtol=1e-6)
    assert state.step == 9


def test_each_epoch_starts_a_new_mean():
    state = TrainState()
    model = pixel_model(0.0, 0.0)
    model.fit(
        PIXELS,
        0 * PIXELS,
        epochs=2,
        batch_size=1,
        verbose=0,
        callbacks=[LossLog(state)],
    )
    assert (state.step, state.batches) == (6, 3)


def test_batches_of_two_replicas_count_once(two_replicas):
    with two_replicas.scope():
        model = pixel_model(0.1, 3.0)
    state = TrainState()
    model.fit(
        np.ones((4, 2, 2, 1)),
        np.zeros((4, 2, 2, 1)),
        batch_size=2,
        verbose=0,
        callbacks=[LossLog(state)],
    )
    losses, decays = expected(0.1, 3.0, 2)
    assert state.step == 2
    np.testing.assert_allclose(state.loss, sum(losses), rtol=1e-5)
    np.testing.assert_allclose(state.weight_decay, sum(decays), rtol=1e-5)


def test_stops_before_a_loss_that_is_no_number_is_counted():
    state = TrainState(step=4)
    with pytest.raises(DivergedError, match="nan at step 5"):
        fit(pixel_model(0.0, 0.0, weight=1e30), state)
    assert state == TrainState(step=4)
