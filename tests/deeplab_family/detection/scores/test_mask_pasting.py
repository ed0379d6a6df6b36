"""Masks stretched over boxes, against OpenCV and against plain loops."""

import math

import cv2
import numpy as np
import pytest

from deeplab_family.detection.scores import paste_mask

MASK = np.random.default_rng(0).random((28, 28)).astype(np.float32)
SMOOTH = cv2.GaussianBlur(MASK, (0, 0), 3)
SMOOTH = (SMOOTH - SMOOTH.min()) / np.ptp(SMOOTH)


def whole(bitmap, height, width):
    picture = np.zeros((height, width), bool)
    rows, columns = bitmap.mask.shape
    picture[
        bitmap.top : bitmap.top + rows, bitmap.left : bitmap.left + columns
    ] = bitmap.mask
    return picture


def plainly(mask, box, height, width):
    """Pixel by pixel: the four cells around its center, by their distance."""
    x1, y1, x2, y2 = box
    picture = np.zeros((height, width), bool)
    for row in range(height):
        for column in range(width):
            if not (y1 <= row + 0.5 < y2 and x1 <= column + 0.5 < x2):
                continue
            y = (row + 0.5 - y1) / (y2 - y1) * mask.shape[0] - 0.5
            x = (column + 0.5 - x1) / (x2 - x1) * mask.shape[1] - 0.5
            value = 0.0
            for i in (math.floor(y), math.floor(y) + 1):
                for j in (math.floor(x), math.floor(x) + 1):
                    weight = (1 - abs(y - i)) * (1 - abs(x - j))
                    i_in = min(max(i, 0), mask.shape[0] - 1)
                    j_in = min(max(j, 0), mask.shape[1] - 1)
                    value += weight * mask[i_in, j_in]
            picture[row, column] = value > 0.5
    return picture


@pytest.mark.parametrize(
    "box",
    [
        (3.0, 5.0, 43.0, 31.0),
        (2.4, 1.7, 17.9, 33.2),
        (-6.3, -2.0, 25.5, 12.5),
        (30.2, 20.1, 70.0, 55.5),
        (10.6, 10.6, 11.4, 11.4),
    ],
)
def test_pasting_is_bilinear_between_cell_centers(box):
    bitmap = paste_mask(SMOOTH, np.array(box, np.float32), 40, 50)
    found = whole(bitmap, 40, 50)
    np.testing.assert_array_equal(found, plainly(SMOOTH, box, 40, 50))


@pytest.mark.parametrize("size", [(7, 9), (28, 28), (90, 61)])
def test_a_box_of_whole_numbers_is_opencvs_resizing(size):
    height, width = size
    box = np.array([10, 20, 10 + width, 20 + height], np.float32)
    bitmap = paste_mask(SMOOTH, box, 200, 200)
    resized = cv2.resize(SMOOTH, (width, height))
    clear = np.abs(resized - 0.5) > 1e-4
    np.testing.assert_array_equal(bitmap.mask[clear], (resized > 0.5)[clear])
    assert (bitmap.left, bitmap.top) == (10, 20)


def test_a_full_mask_fills_its_box():
    full = np.ones((28, 28), np.float32)
    found = whole(paste_mask(full, np.array([3, 4, 9, 12.0]), 20, 20), 20, 20)
    assert found.sum() == 48 and found[4:12, 3:9].all()


@pytest.mark.parametrize("box", [(5, 5, 5, 9), (60, 5, 70, 9), (-9, 0, -1, 5)])
def test_a_box_without_pixels_gives_none(box):
    bitmap = paste_mask(MASK, np.array(box, np.float32), 40, 50)
    assert not whole(bitmap, 40, 50).any()


def test_the_threshold_itself_is_outside():
    half = np.full((28, 28), 0.5, np.float32)
    box = np.array([0, 0, 28, 28.0])
    assert not paste_mask(half, box, 30, 30).mask.any()
    assert paste_mask(half, box, 30, 30, threshold=0.4).mask.all()
