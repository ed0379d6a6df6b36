import numpy as np
import pytest

from deeplab_family.metrics.border_distance import (
    border_distance,
    border_pixels,
    distance_to,
)
from tests.deeplab_family.metrics.blobs import (
    draw_pair,
    slow_borders,
    slow_distance,
)


@pytest.mark.parametrize("seed", range(3))
def test_equals_scipy_from_borders_found_pixel_by_pixel(seed):
    label, _ = draw_pair(seed=seed)

    np.testing.assert_array_equal(border_pixels(label), slow_borders(label))
    np.testing.assert_allclose(
        border_distance(label), slow_distance(label), rtol=1e-6
    )


def test_both_sides_of_a_border_belong_to_it_and_corners_do_not():
    label = np.array([[0, 0, 0], [0, 0, 0], [0, 0, 1]])

    np.testing.assert_array_equal(
        border_pixels(label), [[0, 0, 0], [0, 0, 1], [0, 1, 1]]
    )


def test_the_edge_of_the_image_is_no_border():
    assert np.isinf(border_distance(np.ones((4, 5), "uint8"))).all()


def test_distances_to_what_is_marked():
    marked = np.zeros((5, 5), bool)
    marked[1, 0] = True

    assert distance_to(marked)[4, 4] == 5
    assert distance_to(marked)[1, 0] == 0
