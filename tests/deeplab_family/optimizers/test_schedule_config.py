"""Each schedule is its formula, step by step."""

import math

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import (
    ConstantConfig,
    CosineConfig,
    OneCycleConfig,
    PolyConfig,
    ScheduleConfig,
    StepDecayConfig,
)

STEPS = 60


def rates(config, steps=STEPS):
    """The rate of each step of a run, and one more."""
    schedule = config.build(steps)
    if not callable(schedule):
        return np.full(steps + 1, schedule)
    return np.array([float(schedule(step)) for step in range(steps + 1)])


def poly(step, steps):
    return 0.3 * (1 - step / steps) ** 0.9


def constant(step, steps):
    return 0.3


def cosine(step, steps):
    share = (1 + math.cos(math.pi * step / steps)) / 2
    return 0.01 + (0.3 - 0.01) * share


def tenths(step, steps):
    """Divided by ten at each third."""
    return 0.3 / 10 ** (3 * step // steps if step < steps else 2)


WARMED_UP = [
    (PolyConfig(learning_rate=0.3, power=0.9), poly),
    (ConstantConfig(learning_rate=0.3), constant),
    (CosineConfig(learning_rate=0.3, floor=0.01), cosine),
    (StepDecayConfig(learning_rate=0.3), tenths),
]


@pytest.mark.parametrize(("config", "formula"), WARMED_UP)
def test_rates_are_the_formula(config, formula):
    expected = [formula(step, STEPS) for step in range(STEPS + 1)]
    np.testing.assert_allclose(rates(config), expected, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("kind", ["linear", "constant"])
@pytest.mark.parametrize(("config", "formula"), WARMED_UP)
def test_a_warm_up_goes_before_the_formula(config, formula, kind):
    config = type(config)(
        **{
            **config.get_config(),
            "warmup": kind,
            "warmup_steps": 12,
            "warmup_from": 0.06,
        }
    )
    line = 0.02 if kind == "linear" else 0.0  # (0.3 - 0.06) / 12
    expected = [0.06 + line * step for step in range(12)]
    expected += [formula(step, STEPS - 12) for step in range(STEPS - 11)]
    np.testing.assert_allclose(rates(config), expected, rtol=1e-4, atol=1e-9)


def test_poly_has_a_floor():
    config = PolyConfig(learning_rate=2.5e-4, power=0.9, floor=1e-5)
    expected = [
        max(2.5e-4 * (1 - step / STEPS) ** 0.9, 1e-5)
        for step in range(STEPS + 1)
    ]
    np.testing.assert_allclose(rates(config), expected, rtol=1e-4)


def test_milestones_are_shares_of_the_run():
    """0.5 after every 5 of 20 epochs, as DUC's code has it."""
    config = StepDecayConfig(
        learning_rate=0.8, factor=0.5, milestones=(0.25, 0.5, 0.75)
    )
    expected = np.repeat([0.8, 0.4, 0.2, 0.1], 5)
    np.testing.assert_allclose(rates(config, 20)[:20], expected, rtol=1e-6)


def test_one_cycle_rises_in_a_line_and_falls_as_a_cosine():
    config = OneCycleConfig(learning_rate=0.5, rise=0.25, last_divisor=100)
    up = [0.02 + (0.5 - 0.02) * step / 15 for step in range(15)]
    down = [
        2e-4 + (0.5 - 2e-4) * (1 + math.cos(math.pi * step / 45)) / 2
        for step in range(46)
    ]
    np.testing.assert_allclose(rates(config), up + down, rtol=1e-4, atol=1e-7)


def test_constant_is_what_optimizers_take_as_a_rate_that_stays():
    assert ConstantConfig(learning_rate=0.02).build(100) == 0.02


@pytest.mark.parametrize("kind", ScheduleConfig.kinds())
def test_another_kind_keeps_the_rate(kind):
    poly = PolyConfig(learning_rate=0.3, power=2.0)
    assert kind().in_place_of(poly).learning_rate == 0.3


@pytest.mark.parametrize(
    "config",
    [
        PolyConfig(floor=1e-8, warmup_steps=3),
        ConstantConfig(warmup_steps=3, warmup_from=1e-4),
        OneCycleConfig(),
        StepDecayConfig(warmup_steps=2),
    ],
)
def test_an_optimizer_keeps_it_in_a_file(config):
    schedules = keras.optimizers.schedules
    schedule = config.build(20)
    again = schedules.deserialize(schedules.serialize(schedule))
    for step in range(20):
        assert float(again(step)) == float(schedule(step))


@pytest.mark.parametrize(
    ("config", "fields", "words"),
    [
        (PolyConfig, {"learning_rate": -0.1}, "`learning_rate`"),
        (PolyConfig, {"power": float("inf")}, "`power`"),
        (PolyConfig, {"power": 0.0}, "`power`.*--train.schedule constant"),
        (PolyConfig, {"floor": 1.0}, "`floor` must lie in 0"),
        (PolyConfig, {"warmup_steps": -1}, "`warmup_steps`"),
        (PolyConfig, {"warmup": "slow"}, "`warmup`.*linear"),
        (
            PolyConfig,
            {"warmup_steps": 1, "warmup": "constant"},
            "`warmup_from` must be > 0",
        ),
        (ConstantConfig, {"learning_rate": float("nan")}, "`learning_rate`"),
        (CosineConfig, {"floor": -1.0}, "`floor`"),
        (OneCycleConfig, {"rise": 1.0}, "`rise`"),
        (OneCycleConfig, {"first_divisor": 0.5}, "`first_divisor`"),
        (StepDecayConfig, {"factor": 1.0}, "`factor`"),
        (StepDecayConfig, {"milestones": ()}, "`milestones`"),
        (StepDecayConfig, {"milestones": (0.5, 0.25)}, "`milestones`"),
        (StepDecayConfig, {"milestones": (0.5, 1.0)}, "`milestones`"),
    ],
)
def test_refuses_senseless_values(config, fields, words):
    with pytest.raises(ValueError, match=words):
        config(**fields)


def test_a_run_shorter_than_its_warm_up_is_refused():
    config = PolyConfig(warmup_steps=10)
    with pytest.raises(ValueError, match="`warmup_steps` must be < .* 10,"):
        config.build(10)
    assert float(config.build(11)(10)) == pytest.approx(0.007)
