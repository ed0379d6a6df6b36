import numpy as np
import pytest

from deeplab_family.backend.resizing import (
    _interpolation_matrix,
    resize_bilinear,
)


def by_hand(image, height, width):
    """Aligned corners: target i reads source i * (h - 1) / (H - 1)."""
    output = np.zeros((height, width, image.shape[-1]))
    for y in range(height):
        for x in range(width):
            v = y * (image.shape[0] - 1) / max(height - 1, 1)
            u = x * (image.shape[1] - 1) / max(width - 1, 1)
            top, left = int(v), int(u)
            bottom = min(top + 1, image.shape[0] - 1)
            right = min(left + 1, image.shape[1] - 1)
            upper = (1 - u + left) * image[top, left]
            upper = upper + (u - left) * image[top, right]
            lower = (1 - u + left) * image[bottom, left]
            lower = lower + (u - left) * image[bottom, right]
            output[y, x] = (1 - v + top) * upper + (v - top) * lower
    return output


@pytest.mark.parametrize("size", [(9, 13), (5, 7), (2, 3), (1, 1)])
def test_equals_the_definition(size):
    image = np.random.default_rng(0).normal(size=(1, 5, 7, 2))
    output = resize_bilinear(image.astype("float32"), size)
    np.testing.assert_allclose(output[0], by_hand(image[0], *size), atol=1e-5)


@pytest.mark.parametrize(
    ("source", "target"), [(5, 17), (4, 9), (6, 3), (1, 4)]
)
def test_matrix_product_of_other_backends_equals_the_operation(source, target):
    image = np.random.default_rng(0).normal(size=(1, source, 1, 2))
    image = image.astype("float32")
    matrix = np.asarray(_interpolation_matrix(source, target, "float32"))
    expected = resize_bilinear(image, (target, 1))[0, :, 0]
    np.testing.assert_allclose(matrix @ image[0, :, 0], expected, atol=1e-5)
