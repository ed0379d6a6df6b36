import numpy as np
import pytest

from deeplab_family.optimizers import ConstantConfig, PolyConfig


def test_poly_falls_as_the_papers_power():
    schedule = PolyConfig(learning_rate=0.007, power=0.9).build(100)
    for step in (0, 1, 50, 99, 100):
        expected = 0.007 * (1 - step / 100) ** 0.9
        np.testing.assert_allclose(schedule(step), expected, rtol=1e-5)


def test_constant_is_what_optimizers_take_as_a_rate_that_stays():
    assert ConstantConfig(learning_rate=0.02).build(100) == 0.02


def test_another_kind_starts_from_the_same_rate():
    poly = PolyConfig(learning_rate=0.3, power=2.0)
    assert ConstantConfig().in_place_of(poly).learning_rate == 0.3


@pytest.mark.parametrize(
    ("config", "fields", "words"),
    [
        (PolyConfig, {"learning_rate": -0.1}, "`learning_rate`"),
        (PolyConfig, {"power": float("inf")}, "`power`"),
        (PolyConfig, {"power": 0.0}, "`power`.*--train.schedule constant"),
        (ConstantConfig, {"learning_rate": float("nan")}, "`learning_rate`"),
    ],
)
def test_refuses_senseless_values(config, fields, words):
    with pytest.raises(ValueError, match=words):
        config(**fields)
