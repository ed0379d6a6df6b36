import keras
import numpy as np
import pytest

from deeplab_family.backend import box_averages


def averaged(image, window, border):
    """`(height, width, channels)`, pixel by pixel."""
    height, width, _ = image.shape
    reach = window // 2
    output = np.zeros(image.shape)
    for y in range(height):
        for x in range(width):
            seen = image[
                max(y - reach, 0) : y + reach + 1,
                max(x - reach, 0) : x + reach + 1,
            ]
            count = seen[..., 0].size if border == "exclude" else window**2
            output[y, x] = seen.sum((0, 1)) / count
    return output


@pytest.mark.parametrize("border", ["include", "exclude"])
@pytest.mark.parametrize("size", [(31, 29), (8, 5), (1, 1)])
@pytest.mark.parametrize("windows", [(1, 3, 9, 27), (5,), (13, 13), (9, 3, 5)])
def test_equal_direct_averages_up_to_the_border(windows, size, border):
    image = np.random.default_rng(0).normal(size=(*size, 2))
    outputs = box_averages(image[None], windows, border)
    assert len(outputs) == len(windows)
    for window, output in zip(windows, outputs, strict=True):
        expected = averaged(image, window, border)
        # The share of pixels inside the map is a float32.
        rtol = 1e-6 if border == "exclude" else 0
        np.testing.assert_allclose(output[0], expected, rtol, atol=1e-14)


def test_excluding_equals_the_pooling_of_keras():
    image = np.random.default_rng(0).normal(size=(1, 12, 9, 3)).astype("f4")
    (output,) = box_averages(image, (5,), "exclude")
    pooling = keras.layers.AveragePooling2D(5, 1, padding="same")
    np.testing.assert_allclose(output, pooling(image), atol=1e-6)


def test_a_flat_map_stays_flat_only_without_the_border():
    flat = np.ones((1, 9, 9, 1), "float32")
    (excluded,) = box_averages(flat, (9,), "exclude")
    (included,) = box_averages(flat, (9,), "include")
    np.testing.assert_allclose(excluded, flat, atol=1e-6)
    corner, center = included[0, 0, 0, 0], included[0, 4, 4, 0]
    np.testing.assert_allclose([corner, center], [25 / 81, 1], atol=1e-6)


def test_half_precision_does_not_overflow():
    bright = np.full((1, 30, 30, 1), 1000.0, "float16")
    *_, output = box_averages(bright, (1, 3, 9, 27), "include")
    assert output.dtype == "float16"
    np.testing.assert_allclose(output[0, 15, 15, 0], 1000, rtol=1e-2)
