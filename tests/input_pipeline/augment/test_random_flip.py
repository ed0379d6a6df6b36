import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment import RandomFlip
from tests.contracts.augmentation import AugmentationContract


class TestRandomFlip(AugmentationContract):
    operation = RandomFlip(probability=0.5)
    neutral = RandomFlip(probability=0.0)

    def test_probability_one_always_mirrors(self):
        sample = self.sample()
        flipped = RandomFlip(probability=1.0)(sample, tf.constant((8, 1)))
        for key in ("image", "label"):
            np.testing.assert_array_equal(flipped[key], sample[key][:, ::-1])

    def test_twice_is_the_identity(self):
        flip, seed = RandomFlip(probability=1.0), tf.constant((8, 1))
        twice = flip(flip(self.sample(), seed), seed)
        np.testing.assert_array_equal(twice["image"], self.sample()["image"])


def test_half_of_the_samples_are_mirrored():
    flip = RandomFlip()
    drawn = [bool(flip.flips(tf.constant((0, n)))) for n in range(400)]
    assert 160 < sum(drawn) < 240


@pytest.mark.parametrize("probability", [-0.1, 1.5])
def test_impossible_probabilities_are_refused(probability):
    with pytest.raises(ValueError, match="`probability` must be 0..1"):
        RandomFlip(probability=probability)
