"""Each optimizer takes the steps of its paper's formula."""

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import (
    AdamWConfig,
    LAMBConfig,
    LionConfig,
    OptimizerConfig,
    SGDConfig,
)

GRADIENTS = np.array([[0.5, -2.0], [1.0, 0.25], [-3.0, 0.0]], "float32")
START = np.array([1.0, -2.0])
RATE = 0.1


def stepped(config, name="kernel"):
    """A variable after three steps."""
    optimizer = config.build(RATE)
    variable = keras.Variable(START, name=name)
    for gradient in GRADIENTS:
        optimizer.apply([gradient], [variable])
    return np.asarray(variable)


def sgd(decay, nesterov=False):
    del decay  # in the loss, so not in the step
    value, step = START, 0.0
    for gradient in GRADIENTS:
        step = 0.8 * step - RATE * gradient
        ahead = 0.8 * step - RATE * gradient if nesterov else step
        value = value + ahead
    return value


def nesterov(decay):
    return sgd(decay, nesterov=True)


def _adam_directions(beta_1, beta_2):
    mean, square = 0.0, 0.0
    for step, gradient in enumerate(GRADIENTS, start=1):
        mean = beta_1 * mean + (1 - beta_1) * gradient
        square = beta_2 * square + (1 - beta_2) * gradient**2
        root = np.sqrt(square / (1 - beta_2**step))
        yield mean / (1 - beta_1**step) / root


def adamw(decay):
    """Algorithm 2 of Loshchilov and Hutter."""
    value = START
    for direction in _adam_directions(0.8, 0.9):
        value = value - RATE * (direction + decay * value)
    return value


def lamb(decay):
    """Algorithm 2 of You et al., its decay taken before the step."""
    value = START
    for direction in _adam_directions(0.8, 0.9):
        value = value * (1 - RATE * decay)
        trust = np.linalg.norm(value) / np.linalg.norm(direction)
        value = value - RATE * trust * direction
    return value


def lion(decay):
    """Algorithm 2 of Chen et al."""
    value, mean = START, 0.0
    for gradient in GRADIENTS:
        sign = np.sign(0.8 * mean + 0.2 * gradient)
        value = value - RATE * (sign + decay * value)
        mean = 0.9 * mean + 0.1 * gradient
    return value


BETAS = {"beta_1": 0.8, "beta_2": 0.9, "weight_decay": 0.5}
RULES = [
    (SGDConfig, {"momentum": 0.8, "weight_decay": 0.5}, sgd),
    (SGDConfig, {"momentum": 0.8, "nesterov": True}, nesterov),
    (AdamWConfig, BETAS, adamw),
    (LAMBConfig, BETAS, lamb),
    (LionConfig, BETAS, lion),
]


@pytest.mark.parametrize(
    ("decays", "name", "decay"),
    [
        ("kernels", "kernel", 0.5),
        ("kernels", "bias", 0.0),
        ("kernels", "gamma", 0.0),
        ("kernels", "beta", 0.0),
        ("all", "kernel", 0.5),
        ("all", "gamma", 0.5),
        ("all", "bias", 0.5),
    ],
)
@pytest.mark.parametrize(("kind", "fields", "rule"), RULES)
def test_steps_are_the_formula(kind, fields, rule, decays, name, decay):
    config = kind(**fields, decays=decays)
    np.testing.assert_allclose(
        stepped(config, name), rule(decay), rtol=2e-5, atol=1e-6
    )


def test_only_sgd_decays_in_the_loss():
    decays = {kind: kind(weight_decay=0.3).loss_decay for kind in _kinds()}
    assert decays.pop(SGDConfig) == 0.3
    assert set(decays.values()) == {0.0}


def _kinds():
    return OptimizerConfig.kinds()


def test_every_kind_has_a_formula_here():
    assert {kind for kind, _, _ in RULES} == set(_kinds())


@pytest.mark.parametrize("kind", _kinds())
def test_keras_restores_it_with_all_it_was_given(kind):
    """What decays included, which Keras' own configs forget."""
    config = kind(clip_norm=2.0, ema_momentum=0.9, accumulate=3)
    built = config.build_discriminative(0.1, 10.0, ("head",))
    again = keras.optimizers.deserialize(keras.optimizers.serialize(built))
    assert type(again) is type(built)
    assert again.get_config() == built.get_config()
    bias = keras.Variable([1.0], name="bias")
    assert not again._use_weight_decay(bias)


@pytest.mark.parametrize("kind", _kinds())
def test_fit_takes_what_a_config_builds(kind):
    """As a user compiles it, with everything switched on."""
    config = kind(clip_value=0.5, ema_momentum=0.5, accumulate=2)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile(config.build(0.1), "mse")
    inputs = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
    before = model.get_weights()
    model.fit(inputs, inputs[:, :2], batch_size=2, epochs=2, verbose=0)
    assert int(model.optimizer.iterations) == 4
    # Keras ends `fit` with the averages in the model
    averages = model.optimizer._model_variables_moving_average
    for value, average, old in zip(
        model.get_weights(), averages, before, strict=True
    ):
        np.testing.assert_array_equal(value, average)
        assert np.abs(value - old).max() > 0


@pytest.mark.parametrize(
    ("config", "fields", "words"),
    [
        (SGDConfig, {"momentum": -0.1}, "`momentum`"),
        (SGDConfig, {"momentum": 1.0}, "`momentum`"),
        (SGDConfig, {"momentum": 0.0, "nesterov": True}, "`nesterov` needs"),
        (SGDConfig, {"weight_decay": -1e-4}, "`weight_decay`"),
        (SGDConfig, {"decays": "some"}, "`decays`.*'kernels', 'all'"),
        (SGDConfig, {"clip_norm": 0.0}, "`clip_norm`.*None to clip nothing"),
        (SGDConfig, {"clip_value": -5.0}, "`clip_value`"),
        (SGDConfig, {"clip_value": 5.0, "clip_norm": 1.0}, "Only one of"),
        (SGDConfig, {"ema_momentum": 1.0}, "`ema_momentum`"),
        (SGDConfig, {"accumulate": 0}, "`accumulate`"),
        (AdamWConfig, {"beta_2": 1.0}, "`beta_2`"),
        (AdamWConfig, {"weight_decay": float("nan")}, "`weight_decay`"),
        (LAMBConfig, {"beta_1": 1.0}, "`beta_1`"),
        (LAMBConfig, {"epsilon": -1.0}, "`epsilon`"),
        (LionConfig, {"beta_1": 0.0}, "`beta_1`.*sign of the gradient"),
        (LionConfig, {"beta_2": -0.1}, "`beta_2`"),
    ],
    ids=str,
)
def test_refuses_senseless_values(config, fields, words):
    with pytest.raises(ValueError, match=words):
        config(**fields)


def test_a_run_without_an_update_is_refused():
    config = SGDConfig(accumulate=4)
    config.check_steps(4)
    with pytest.raises(ValueError, match="`accumulate`.* 3, .*Received: 4"):
        config.check_steps(3)


def test_an_average_of_what_the_run_began_with_is_refused():
    SGDConfig(ema_momentum=0.999).check_steps(3_000)
    with pytest.raises(ValueError, match="at most 0.9977 .* still be 37%"):
        SGDConfig(ema_momentum=0.999).check_steps(1_000)
    with pytest.raises(ValueError, match="in a run of 1,500 updates"):
        SGDConfig(ema_momentum=0.999, accumulate=2).check_steps(3_000)
