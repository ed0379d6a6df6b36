import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment import RandomScale
from tests.contracts.augmentation import AugmentationContract


class TestRandomScale(AugmentationContract):
    operation = RandomScale(minimum=0.5, maximum=2.0, step=0.25)
    neutral = RandomScale(minimum=1.0, maximum=1.0, step=0.0)


class TestContinuousScale(AugmentationContract):
    operation = RandomScale(minimum=0.7, maximum=1.6, step=0.0)
    neutral = RandomScale(minimum=1.0, maximum=1.0)


def factors(scale, count=300):
    return np.array([scale.factor(tf.constant((3, n))) for n in range(count)])


def test_steps_reach_both_ends_and_nothing_between():
    drawn = factors(RandomScale())
    expected = [0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0]
    np.testing.assert_allclose(np.unique(drawn), expected, rtol=1e-6)


def test_step_that_does_not_divide_the_range_stays_inside():
    drawn = factors(RandomScale(minimum=0.5, maximum=1.2, step=0.3))
    np.testing.assert_allclose(np.unique(drawn), [0.5, 0.8, 1.1], rtol=1e-6)


def test_without_steps_the_whole_range_is_used():
    drawn = factors(RandomScale(minimum=0.5, maximum=2.0, step=0.0))
    assert 0.5 <= drawn.min() < 0.55 and 1.95 < drawn.max() <= 2.0
    assert np.unique(drawn).size > 290


def test_size_is_rounded_down_and_never_empty():
    size = RandomScale.scaled_size(tf.constant((3, 101)), tf.constant(0.25))
    assert size.numpy().tolist() == [1, 25]


@pytest.mark.parametrize(
    "arguments",
    [
        {"minimum": 0.0},
        {"minimum": 2.0, "maximum": 1.0},
        {"step": -0.1},
    ],
)
def test_impossible_ranges_are_refused(arguments):
    with pytest.raises(ValueError, match="Received"):
        RandomScale(**arguments)
