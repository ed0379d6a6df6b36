import numpy as np
import pytest

from deeplab_family.backend.resizing import (
    _interpolation_matrix,
    resize_bilinear,
)


def corners(index, source, target):
    """Target i reads source i * (h - 1) / (H - 1)."""
    return index * (source - 1) / max(target - 1, 1)


def edges(index, source, target):
    """The middle of target i reads the same place of the source."""
    position = (index + 0.5) * source / target - 0.5
    return min(max(position, 0), source - 1)


def by_hand(image, height, width, position):
    output = np.zeros((height, width, image.shape[-1]))
    for y in range(height):
        for x in range(width):
            v = position(y, image.shape[0], height)
            u = position(x, image.shape[1], width)
            top, left = int(v), int(u)
            bottom = min(top + 1, image.shape[0] - 1)
            right = min(left + 1, image.shape[1] - 1)
            upper = (1 - u + left) * image[top, left]
            upper = upper + (u - left) * image[top, right]
            lower = (1 - u + left) * image[bottom, left]
            lower = lower + (u - left) * image[bottom, right]
            output[y, x] = (1 - v + top) * upper + (v - top) * lower
    return output


@pytest.mark.parametrize(
    ("align_corners", "position"), [(True, corners), (False, edges)]
)
@pytest.mark.parametrize("size", [(9, 13), (5, 7), (2, 3), (1, 1)])
def test_equals_the_definition(size, align_corners, position):
    image = np.random.default_rng(0).normal(size=(1, 5, 7, 2))
    output = resize_bilinear(image.astype("float32"), size, align_corners)
    expected = by_hand(image[0], *size, position)
    np.testing.assert_allclose(output[0], expected, atol=1e-5)


@pytest.mark.parametrize("align_corners", [True, False])
@pytest.mark.parametrize(
    ("source", "target"), [(5, 17), (4, 9), (6, 3), (1, 4)]
)
def test_matrix_product_of_other_backends_equals_the_operation(
    source, target, align_corners
):
    image = np.random.default_rng(0).normal(size=(1, source, 1, 2))
    image = image.astype("float32")
    matrix = _interpolation_matrix(source, target, "float32", align_corners)
    expected = resize_bilinear(image, (target, 1), align_corners)[0, :, 0]
    np.testing.assert_allclose(
        np.asarray(matrix) @ image[0, :, 0], expected, atol=1e-5
    )
