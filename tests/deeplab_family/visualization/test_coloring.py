import numpy as np
import pytest

from deeplab_family.visualization import colorize

PALETTE = [(10, 20, 30), (200, 100, 0)]


@pytest.mark.parametrize("dtype", ["uint8", "int32", "int64"])
def test_each_id_gets_its_color_and_strangers_the_blank(dtype):
    class_map = np.array([[0, 1], [255, 2]], dtype)

    picture = colorize(class_map, PALETTE, blank=(1, 2, 3))

    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(
        picture, [[(10, 20, 30), (200, 100, 0)], [(1, 2, 3), (1, 2, 3)]]
    )


@pytest.mark.parametrize("wrong", [[-1], [256], [0.5]])
def test_ids_that_no_byte_holds_are_refused(wrong):
    with pytest.raises(ValueError, match=r"ids in 0\.\.255"):
        colorize(np.array(wrong), PALETTE)


@pytest.mark.parametrize("palette", [[], [1, 2, 3], [(0, 0, 0)] * 257])
def test_a_palette_that_is_none_is_refused(palette):
    with pytest.raises(ValueError, match="`palette`"):
        colorize(np.zeros((1, 1), np.uint8), palette)
