import numpy as np
import pytest

from deeplab_family.visualization import blend, overlay
from deeplab_family.visualization.overlays import legend_of

NAMES = ["road", "tree", "boat"]
PALETTE = [(0, 0, 90), (0, 120, 0), (200, 30, 0)]


def draw(height, width):
    image = np.full((height, width, 3), 128, np.uint8)
    class_map = np.zeros((height, width), np.uint8)
    class_map[height // 2 :] = 1
    class_map[0] = 255
    return image, class_map


@pytest.mark.parametrize("size", [(2, 1), (3, 500), (33, 33), (900, 1200)])
def test_the_blended_image_stands_above_its_legend(size):
    image, class_map = draw(*size)

    picture = overlay(image, class_map, PALETTE, NAMES)

    assert picture.dtype == np.uint8
    assert picture.shape[0] > size[0] and picture.shape[1] >= size[1]
    np.testing.assert_array_equal(
        picture[: size[0], : size[1]], blend(image, class_map, PALETTE)
    )


@pytest.mark.parametrize("opacity", [0.0, 0.2, 1.0])
def test_opacity_is_the_share_of_the_class_color(opacity):
    image, class_map = draw(200, 300)

    picture = overlay(image, class_map, PALETTE, NAMES, opacity)

    inside, border = picture[50, 50], picture[99, 50]
    mixed = 128 + opacity * (np.array(PALETTE[0]) - 128)
    np.testing.assert_allclose(inside, mixed, atol=0.5)
    np.testing.assert_array_equal(border, PALETTE[0])


@pytest.mark.parametrize("opacity", [-0.1, 1.01, float("nan")])
def test_an_impossible_opacity_is_refused(opacity):
    with pytest.raises(ValueError, match="`opacity` must be in 0..1. Rec"):
        overlay(*draw(5, 5), PALETTE, NAMES, opacity)


def test_the_legend_names_only_what_occurs():
    picture = overlay(*draw(200, 300), PALETTE, NAMES)
    legend = picture[200:].reshape(-1, 3).tolist()

    assert list(PALETTE[0]) in legend and list(PALETTE[1]) in legend
    assert list(PALETTE[2]) not in legend


def test_nothing_but_ignored_pixels_is_the_image_itself():
    image, class_map = draw(5, 7)

    picture = overlay(image, np.full_like(class_map, 255), PALETTE, NAMES)

    np.testing.assert_array_equal(picture, image)


def test_names_and_colors_must_agree_in_number():
    with pytest.raises(ValueError, match="2 names, 3 colors"):
        overlay(*draw(5, 5), PALETTE, NAMES[:2])


def test_names_that_no_font_can_write_become_the_ids_of_the_present():
    class_map = np.array([[0, 2], [2, 0]], np.uint8)
    colors = ((9, 0, 0), (0, 9, 0), (0, 0, 9))

    legend = legend_of(class_map, colors, ("a", "b", "\u9053"), (400, 400))

    shown = legend_of(class_map, colors, ("a", "b", "class 2"), (400, 400))
    np.testing.assert_array_equal(legend, shown)
