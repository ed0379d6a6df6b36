import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment import RandomCrop
from tests.contracts.augmentation import AugmentationContract


class TestRandomCrop(AugmentationContract):
    operation = RandomCrop(size=(24, 30))
    neutral = RandomCrop(size=AugmentationContract.size)


class TestCropOfSmallSamples(AugmentationContract):
    operation = RandomCrop(size=(60, 30))


def test_every_window_is_drawn_about_equally_often():
    crop, size = RandomCrop(size=(4, 4)), tf.constant((6, 5))
    offsets = [crop.offset(size, tf.constant((0, n))) for n in range(900)]
    places, counts = np.unique(offsets, axis=0, return_counts=True)
    assert len(places) == 3 * 2
    assert places.min() == 0 and places.max(axis=0).tolist() == [2, 1]
    assert counts.min() > 100  # 150 expected


def test_small_samples_are_padded_at_bottom_and_right():
    sample = {
        "image": tf.zeros((3, 9, 3), tf.uint8),
        "label": tf.zeros((3, 9), tf.uint8),
    }
    cut = RandomCrop(size=(5, 4))(sample, tf.constant((0, 0)))
    assert cut["image"].shape == (5, 4, 3)
    assert np.all(cut["label"][:3] == 0) and np.all(cut["label"][3:] == 255)


@pytest.mark.parametrize("size", [(0, 5), (5,), (5, 2.5)])
def test_impossible_sizes_are_refused(size):
    with pytest.raises(ValueError, match="`size` must be"):
        RandomCrop(size=size)


def test_padding_is_checked_before_any_sample():
    with pytest.raises(ValueError, match="`padding` must be"):
        RandomCrop(padding="white")
