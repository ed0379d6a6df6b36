from dataclasses import dataclass

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import DataConfig
from input_pipeline.augment import ColorJitter, FusedAugmentation, RandomFlip
from input_pipeline.augment.operations import CropOperation, with_seeds

SEED = tf.constant((3, 5), tf.int64)


@dataclass(frozen=True)
class Blank(CropOperation):
    def __call__(self, sample, seed):
        return sample


def seeds_of(operations):
    return np.stack([own for _, own in with_seeds(operations, SEED)])


def test_one_more_operation_leaves_the_seeds_of_the_others():
    operations = DataConfig().operations
    more = (ColorJitter(hue=0.1), *operations, Blank())
    np.testing.assert_array_equal(seeds_of(more[1:-1]), seeds_of(operations))
    np.testing.assert_array_equal(
        seeds_of((*operations, Blank()))[:-1], seeds_of(operations)
    )


def test_no_two_operations_share_a_seed():
    operations = (ColorJitter(), *DataConfig().operations, Blank(), Blank())
    seeds = seeds_of(operations)
    assert len(np.unique(seeds, axis=0)) == len(operations)


def test_seeds_of_old_runs_stay():
    """The six that were first: of `tf.random.split`, in this order."""
    expected = tf.random.split(SEED, 6).numpy()[[5, 3, 0, 4, 1, 2]]
    np.testing.assert_array_equal(seeds_of(DataConfig().operations), expected)


@pytest.mark.parametrize(
    "change",
    [
        lambda o: o[:-1],
        lambda o: (*o, RandomFlip()),
        lambda o: (*o, ColorJitter()),
        lambda o: (Blank(), *o),
        lambda o: (*o[:-2], o[-1], o[-2]),
    ],
)
def test_another_order_is_refused(change):
    operations = change(DataConfig().operations)
    with pytest.raises(ValueError, match="`operations` must be.*Received: "):
        FusedAugmentation(operations)
