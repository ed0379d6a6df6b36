import keras
import numpy as np
import pytest

from deeplab_family.optimizers import AdamWConfig, SGDConfig

GRADIENTS = np.array([[0.5, -2.0], [1.0, 0.25], [-3.0, 0.0]], "float32")


def stepped(optimizer, name="kernel"):
    """A variable after three steps."""
    variable = keras.Variable([1.0, -2.0], name=name)
    for gradient in GRADIENTS:
        optimizer.apply([gradient], [variable])
    return np.asarray(variable)


def test_sgd_steps_by_the_gradient_and_the_last_step():
    value, step = np.array([1.0, -2.0]), 0.0
    for gradient in GRADIENTS:
        step = 0.8 * step - 0.1 * gradient
        value = value + step
    config = SGDConfig(momentum=0.8, weight_decay=0.3)
    np.testing.assert_allclose(stepped(config.build(0.1)), value, rtol=1e-5)
    assert config.loss_decay == 0.3  # in the loss, so not in the step


def adamw(decay):
    """Algorithm 2 of Loshchilov and Hutter, at a learning rate of 0.1."""
    value, mean, square = np.array([1.0, -2.0]), 0.0, 0.0
    for step, gradient in enumerate(GRADIENTS, start=1):
        mean = 0.8 * mean + 0.2 * gradient
        square = 0.9 * square + 0.1 * gradient**2
        ratio = mean / (1 - 0.8**step) / np.sqrt(square / (1 - 0.9**step))
        value = value - 0.1 * (ratio + decay * value)
    return value


@pytest.mark.parametrize(
    ("name", "decay"),
    [("kernel", 0.5), ("bias", 0.0), ("gamma", 0.0), ("beta", 0.0)],
)
def test_adamw_decays_kernels_apart_from_the_gradient(name, decay):
    config = AdamWConfig(beta_1=0.8, beta_2=0.9, weight_decay=0.5)
    value = stepped(config.build(0.1), name)
    np.testing.assert_allclose(value, adamw(decay), rtol=1e-5)
    assert config.loss_decay == 0


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        (SGDConfig, {"momentum": -0.1}),
        (SGDConfig, {"momentum": 1.0}),
        (SGDConfig, {"weight_decay": -1e-4}),
        (AdamWConfig, {"beta_2": 1.0}),
        (AdamWConfig, {"weight_decay": float("nan")}),
    ],
    ids=str,
)
def test_refuses_senseless_values(config, fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        config(**fields)
