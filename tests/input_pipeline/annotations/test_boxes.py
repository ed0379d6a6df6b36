import math

import numpy as np
import pytest

from input_pipeline.annotations.boxes import count_boxes, is_box
from input_pipeline.annotations.regions import Bitmap, Polygons, Region


def region(*rings, holes=()):
    rings = tuple(np.array(ring, float) for ring in rings)
    return Region("cat", Polygons(rings, tuple(holes)))


def turned(degrees, wide=20, high=9):
    angle = math.radians(degrees)
    turn = np.array(
        [
            [math.cos(angle), math.sin(angle)],
            [-math.sin(angle), math.cos(angle)],
        ]
    )
    return 30 + np.array([(0, 0), (wide, 0), (wide, high), (0, high)]) @ turn


BOX = [(2, 3), (9, 3), (9, 8), (2, 8)]


@pytest.mark.parametrize("degrees", [0, 30, 90, 217])
def test_rectangles_are_boxes_however_turned(degrees):
    corners = turned(degrees)
    assert is_box(region(corners))
    assert is_box(region(np.round(corners, 1)))  # as a file rounds them
    assert is_box(region(corners[::-1]))


def test_the_first_corner_again_closes_a_box():
    assert is_box(region([*BOX, BOX[0]]))
    assert not is_box(region([*BOX, (2, 5)]))


@pytest.mark.parametrize(
    "ring",
    [
        [(0, 0), (9, 0), (12, 5), (3, 5)],  # a parallelogram
        [(5, 0), (9, 4), (5, 8), (-3, 4)],  # a kite
        [(0, 0), (9, 9), (9, 0), (0, 9)],  # crossed
        [(0, 0), (9, 0), (9, 5)],
        [(0, 0), (4, 0), (9, 0), (9, 5), (0, 5), (0, 2)],
    ],
)
def test_other_outlines_are_none(ring):
    assert not is_box(region(ring))


def test_only_a_single_polygon_is_a_box():
    assert not is_box(region(BOX, turned(0)))
    assert not is_box(region(BOX, holes=[np.array(BOX[:3], float)]))
    assert not is_box(Region("cat", Bitmap(np.ones((4, 4), bool))))
    assert count_boxes([region(BOX), region(BOX[:3])]) == (1, 2)
