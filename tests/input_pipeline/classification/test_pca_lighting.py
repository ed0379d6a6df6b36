import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.classification import PCALighting

VALUES = np.array([0.2175, 0.0188, 0.0045])
VECTORS = np.array(
    [
        [-0.5675, 0.7192, 0.4009],
        [-0.5808, -0.0045, -0.8140],
        [-0.5836, -0.6948, 0.4203],
    ]
)


def test_colors_have_the_covariance_of_the_formula():
    """V diag(value * deviation)^2 V^T, as colors are V (value * normal)."""
    lighting = PCALighting(deviation=0.1)
    seeds = tf.stack([tf.zeros(5000, tf.int32), tf.range(5000)], 1)
    colors = tf.function(tf.map_fn)(
        lighting.color, seeds, fn_output_signature=tf.float32
    )
    covariance = VECTORS @ np.diag((0.1 * VALUES) ** 2) @ VECTORS.T
    found = np.cov(colors.numpy().T)
    np.testing.assert_allclose(found, covariance, rtol=0.06)
    # Along the axes themselves, where the small ones show too.
    along = colors.numpy() @ VECTORS
    np.testing.assert_allclose(along.std(axis=0), 0.1 * VALUES, rtol=0.04)
    assert np.abs(along.mean(axis=0) / (0.1 * VALUES)).max() < 0.06


def test_every_pixel_is_shifted_by_the_same_color():
    lighting = PCALighting(deviation=0.5)
    seed = tf.constant((3, 4))
    image = np.random.default_rng(0).integers(0, 256, (9, 7, 3), np.uint8)
    color = 255 * lighting.color(seed).numpy()
    assert np.abs(color).max() > 2
    want = np.clip(np.floor(image + color + 0.5), 0, 255)
    changed = lighting.change(tf.constant(image), seed).numpy()
    np.testing.assert_allclose(changed, want, atol=1)
    assert (changed == want).mean() > 0.99


def test_zero_changes_nothing_and_less_is_refused():
    image = tf.constant(np.arange(12, dtype=np.uint8).reshape(2, 2, 3))
    same = PCALighting(deviation=0).change(image, tf.constant((1, 2)))
    np.testing.assert_array_equal(same, image)
    with pytest.raises(ValueError, match="`deviation`"):
        PCALighting(deviation=-0.1)
