import numpy as np
import pytest

from deeplab_family.visualization import blend

IMAGE = np.full((4, 6, 3), 100, np.uint8)
PALETTE = [(0, 0, 0), (200, 40, 100)]


def test_colors_are_mixed_by_opacity():
    class_map = np.ones((4, 6), np.uint8)

    picture = blend(IMAGE, class_map, PALETTE, opacity=0.25)

    assert (picture == (125, 85, 100)).all()


def test_borders_keep_the_full_color():
    class_map = np.zeros((4, 6), np.uint8)
    class_map[:, 3:] = 1

    picture = blend(IMAGE, class_map, PALETTE)

    assert (picture[:, 2] == (0, 0, 0)).all()
    assert (picture[:, 1] == (50, 50, 50)).all()
    assert (picture[:, 4] == (150, 70, 100)).all()


def test_ignored_pixels_show_the_bare_image():
    class_map = np.full((4, 6), 255, np.uint8)
    class_map[0, 0] = 1

    picture = blend(IMAGE, class_map, PALETTE, opacity=1.0)

    assert (picture[0, 0] == PALETTE[1]).all()
    assert (picture[1:] == 100).all()


def test_sizes_that_differ_are_refused():
    with pytest.raises(ValueError, match=r"image \(4, 6, 3\), class map"):
        blend(IMAGE, np.zeros((6, 4), np.uint8), PALETTE)


def test_an_impossible_opacity_is_refused():
    with pytest.raises(ValueError, match="opacity"):
        blend(IMAGE, np.zeros((4, 6), np.uint8), PALETTE, opacity=1.5)
