import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backend.resizing import (
    _grid_by_matrices,
    _interpolation_matrix,
    resize_bilinear,
    resize_on_grid,
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


GRIDS = [(1, 1), (2, 18), (20, 16), (21, 17), (23, 14)]


def on_grid(stride):
    """Target i reads source i / stride, the last one beyond it."""
    return lambda index, source, target: min(index / stride, source - 1)


def strided(size, stride, seed=0):
    """A map that strided convolutions make of an image of that size."""
    shape = [-(-length // stride) for length in size]
    generator = np.random.default_rng(seed)
    return generator.normal(size=(1, *shape, 2)).astype("float32")


@pytest.mark.parametrize("stride", [1, 4, 16])
@pytest.mark.parametrize("size", GRIDS)
def test_on_a_grid_each_pixel_stays_where_its_map_was_made(size, stride):
    maps = strided(size, stride)
    output = resize_on_grid(maps, size, stride)
    expected = by_hand(maps[0], *size, on_grid(stride))
    np.testing.assert_allclose(output[0], expected, atol=1e-5)


@pytest.mark.parametrize("size", GRIDS)
def test_a_grid_of_unknown_size_equals_that_of_a_known_one(size):
    maps = strided(size, 4)

    @tf.function(input_signature=[tf.TensorSpec((1, None, None, 2))] * 2)
    def unknown(maps, reference):
        size = tf.unstack(tf.shape(reference)[1:3])
        return resize_on_grid(maps, size, 4)

    np.testing.assert_allclose(
        unknown(maps, np.zeros((1, *size, 2), "float32")),
        resize_on_grid(maps, size, 4),
        atol=1e-6,
    )


@pytest.mark.parametrize("size", GRIDS)
def test_matrices_lay_a_grid_as_tensorflow_does(size):
    maps = strided(size, 4)
    whole = [4 * length for length in maps.shape[1:3]]
    output = np.asarray(_grid_by_matrices(maps, whole, 4))
    np.testing.assert_allclose(
        output[:, : size[0], : size[1]],
        resize_on_grid(maps, size, 4),
        atol=1e-6,
    )
