import numpy as np
import tensorflow as tf

from deeplab_family.backend import fused_batch_norm, has_fused_batch_norm


def test_moments_are_those_of_numpy():
    x = np.random.default_rng(0).normal(3, 2, (2, 4, 5, 3)).astype("float32")
    ones, zeros = tf.ones(3), tf.zeros(3)
    output, mean, variance = fused_batch_norm(
        x, ones, zeros, zeros, ones, epsilon=1e-3, training=True
    )
    np.testing.assert_allclose(mean, x.mean((0, 1, 2)), rtol=1e-5)
    np.testing.assert_allclose(variance, x.var((0, 1, 2)), rtol=1e-4)
    expected = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + 1e-3)
    np.testing.assert_allclose(output, expected, atol=1e-4)


def test_replicas_share_their_statistics_instead(two_replicas):
    assert has_fused_batch_norm()
    with two_replicas.scope():
        assert not has_fused_batch_norm()
        assert has_fused_batch_norm(training=False)
