"""Filled polygons equal those of the tools' own libraries."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from pycocotools import mask as coco

from input_pipeline.annotations.draw_regions import whole_mask
from input_pipeline.annotations.regions import Polygons, polygons

ROUNDED = (0, 1, 2, 12)


def random_rings(rng, height, width):
    """Outlines that cross themselves, leave the picture, and end on .5."""
    rings = []
    for _ in range(rng.integers(1, 3)):
        count = rng.integers(3, 12)
        points = rng.uniform(-0.4, 1.4, (count, 2)) * (width, height)
        if rng.random() < 0.5:
            points = points * 0.2 + rng.uniform(0, 0.8, 2) * (width, height)
        points = np.round(points, rng.choice(ROUNDED))
        rings.append(points.ravel().tolist())
    return rings


def test_masks_equal_those_of_pycocotools():
    rng = np.random.default_rng(0)
    for _ in range(800):
        height, width = rng.integers(3, 80, 2).tolist()
        rings = random_rings(rng, height, width)
        runs = coco.merge(coco.frPyObjects(rings, height, width))
        outline = Polygons(tuple(np.reshape(r, (-1, 2)) for r in rings))
        drawn = whole_mask(outline, height, width)
        np.testing.assert_array_equal(drawn, coco.decode(runs))
        assert drawn.sum() == coco.area(runs)


def test_a_rounded_half_falls_as_in_the_whole_picture():
    """Moved to its box, this outline covers another pixel."""
    ring = [39.7, 6.7, 11.3, 22.2, 55.3, 8.4, 43.9, 23.1, 8.5, 13.0]
    runs = coco.merge(coco.frPyObjects([ring], 26, 62))
    drawn = whole_mask(polygons([ring], 26, 62), 26, 62)
    np.testing.assert_array_equal(drawn, coco.decode(runs))


def test_corners_are_half_open_and_the_whole_picture_is_0_to_width():
    square = polygons([[[2, 2], [6, 2], [6, 6], [2, 6]]], 8, 9)
    expected = np.zeros((8, 9), bool)
    expected[2:6, 2:6] = True
    np.testing.assert_array_equal(whole_mask(square, 8, 9), expected)
    whole = polygons([[0, 0, 9, 0, 9, 8, 0, 8]], 8, 9)
    assert whole_mask(whole, 8, 9).all()


def test_a_hole_is_cut_out():
    outline = polygons(
        [[0, 0, 8, 0, 8, 8, 0, 8]], 8, 8, holes=[[2, 2, 6, 2, 6, 6, 2, 6]]
    )
    assert whole_mask(outline, 8, 8).sum() == 64 - 16


def pillow_mask(points, height, width):
    picture = Image.new("1", (width, height))
    flat = [tuple(point) for point in points.tolist()]
    ImageDraw.Draw(picture).polygon(flat, fill=1, outline=1)
    return np.array(picture, bool)


def opencv_mask(points, height, width):
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.round(points).astype(np.int32)], 1)
    return mask.astype(bool)


@pytest.mark.parametrize(
    ("fill", "independent"), [("pillow", pillow_mask), ("opencv", opencv_mask)]
)
def test_other_fillers_paint_the_outline_too(fill, independent):
    rng = np.random.default_rng(1)
    square = np.array([[2, 2], [6, 2], [6, 6], [2, 6]], float)
    drawn = whole_mask(Polygons((square,), fill=fill), 9, 9)
    assert drawn.sum() == 25
    for _ in range(150):
        height, width = rng.integers(8, 60, 2).tolist()
        points = rng.integers(0, (width, height), (5, 2)).astype(float)
        drawn = whole_mask(Polygons((points,), fill=fill), height, width)
        np.testing.assert_array_equal(drawn, independent(points, height, width))
