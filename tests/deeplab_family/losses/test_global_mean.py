import numpy as np

from deeplab_family.losses.ignore_label import global_mean


def test_one_replica_gets_the_weighted_mean():
    losses, weights = np.array([1.0, 4.0]), np.array([3.0, 1.0])
    np.testing.assert_allclose(global_mean(losses, weights), 1.75)


def test_nothing_to_weigh_gives_zero():
    assert float(global_mean(np.ones(3), np.zeros(3))) == 0.0
