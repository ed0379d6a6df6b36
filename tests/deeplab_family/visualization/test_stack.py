import numpy as np

from deeplab_family.visualization.sheets import (
    stack_down,
    stack_right,
)


def gray(height, width, value):
    return np.full((height, width, 3), value, np.uint8)


def test_narrow_pictures_are_filled_up_with_white():
    sheet = stack_down([gray(2, 5, 10), gray(3, 2, 20)], gap=1)

    assert sheet.shape == (6, 5, 3)
    assert (sheet[:2] == 10).all() and (sheet[2] == 255).all()
    assert (sheet[3:, :2] == 20).all() and (sheet[3:, 2:] == 255).all()


def test_beside_is_below_turned():
    sheet = stack_right([gray(2, 5, 10), gray(3, 2, 20)])

    assert sheet.shape == (3, 7, 3)
    assert (sheet[:2, :5] == 10).all() and (sheet[2, :5] == 255).all()
    assert (sheet[:, 5:] == 20).all()


def test_a_picture_without_height_adds_nothing():
    sheet = stack_down([gray(2, 5, 10), gray(0, 5, 0)])

    np.testing.assert_array_equal(sheet, gray(2, 5, 10))
