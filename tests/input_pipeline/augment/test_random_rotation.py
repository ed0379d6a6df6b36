import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment import RandomRotation
from tests.contracts.augmentation import AugmentationContract


class TestRandomRotation(AugmentationContract):
    operation = RandomRotation(degrees=10.0)
    neutral = RandomRotation()


def test_angles_fill_both_directions():
    rotation = RandomRotation(degrees=30.0)
    drawn = [rotation.angle(tf.constant((0, n))) for n in range(200)]
    drawn = np.rad2deg(drawn)
    assert -30 <= drawn.min() < -28 and 28 < drawn.max() <= 30


@pytest.mark.parametrize(
    ("padding", "color"), [("mean", (124, 116, 104)), ("zero", (0, 0, 0))]
)
def test_corners_come_from_outside(padding, color):
    sample = {
        "image": tf.fill([40, 40, 3], tf.constant(200, tf.uint8)),
        "label": tf.zeros([40, 40], tf.uint8),
    }
    rotation = RandomRotation(degrees=45.0, padding=padding)
    seed = next(
        seed
        for seed in (tf.constant((0, n)) for n in range(50))
        if abs(rotation.angle(seed)) > 0.5
    )
    turned = rotation(sample, seed)
    for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert turned["label"].numpy()[corner] == 255
        assert tuple(turned["image"].numpy()[corner]) == color
    assert turned["label"].numpy()[20, 20] == 0


@pytest.mark.parametrize("degrees", [-1, 181])
def test_impossible_angles_are_refused(degrees):
    with pytest.raises(ValueError, match="`degrees` of.* must.*Received"):
        RandomRotation(degrees=degrees)
