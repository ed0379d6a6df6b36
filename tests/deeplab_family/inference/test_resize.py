import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference.resize import resize_bilinear, resize_nearest


def interpolated(images, size):
    """The formula, in float64: one axis after the other, centers at 1/2."""
    images = images.astype(np.float64)
    for axis, new in zip((1, 2), size, strict=True):
        old = images.shape[axis]
        place = (np.arange(new) + 0.5) * old / new - 0.5
        place = np.clip(place, 0, old - 1)
        below = np.minimum(place.astype(int), max(old - 2, 0))
        shape = np.ones(4, int)
        shape[axis] = new
        upper = (place - below).reshape(shape)
        above = np.minimum(below + 1, old - 1)
        images = (
            images.take(below, axis) * (1 - upper)
            + images.take(above, axis) * upper
        )
    return images


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 6, 7, 21, 150])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((65, 65), (129, 200)),
        ((113, 150), (75, 101)),
        ((33, 90), (90, 33)),
        ((1, 40), (7, 40)),
        ((513, 3), (375, 5)),
    ],
)
def test_bilinear_equals_the_formula_of_any_channels(channels, old, new):
    random = np.random.default_rng(channels)
    images = random.random((2, *old, channels), np.float32)
    resized = resize_bilinear(images, new)
    apart = np.abs(resized - interpolated(images, new))
    assert apart.max() <= 2e-6


def test_bilinear_of_photographs_equals_the_formula():
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (2, 301, 400, 3), np.uint8)
    resized = resize_bilinear(images, (513, 257))
    apart = np.abs(resized - interpolated(images, (513, 257)))
    assert apart.max() <= 2e-6 * 255


@pytest.mark.parametrize("size", [(5, 9), (20, 13), (7, 11), (1, 1)])
def test_bilinear_equals_the_resize_of_tensorflow(size):
    images = np.random.default_rng(0).normal(size=(2, 7, 11, 3))
    images = images.astype(np.float32)
    expected = tf.image.resize(images, size).numpy()
    resized = resize_bilinear(images, size)
    assert resized.dtype == np.float32
    np.testing.assert_allclose(resized, expected, atol=1e-5)


def test_bilinear_takes_uint8_without_wrapping_around():
    image = np.array([250, 0], np.uint8).reshape(1, 1, 2, 1)
    resized = resize_bilinear(image, (1, 4))
    np.testing.assert_allclose(resized[0, 0, :, 0], [250, 187.5, 62.5, 0])


def test_nearest_repeats_pixels_and_invents_no_class():
    class_map = np.array([[[0, 7], [3, 9]]], np.uint8)
    resized = resize_nearest(class_map, (4, 4))
    assert resized.dtype == np.uint8
    np.testing.assert_array_equal(
        resized[0], class_map[0].repeat(2, 0).repeat(2, 1)
    )


def test_nearest_of_the_same_size_is_the_identity():
    class_map = np.random.default_rng(0).integers(0, 9, (2, 5, 6))
    np.testing.assert_array_equal(resize_nearest(class_map, (5, 6)), class_map)
