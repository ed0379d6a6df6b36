import numpy as np
import pytest
from PIL import Image

from deeplab_family.visualization import default_palette, write_mask


@pytest.mark.parametrize("num_classes", [2, 21, 255])
def test_pixels_are_ids_and_viewers_see_colors(tmp_path, num_classes):
    palette = default_palette(num_classes)
    ids = [0, num_classes - 1, 255]
    class_map = np.array(ids * 4, np.uint8).reshape(4, 3)

    write_mask(tmp_path / "mask.png", class_map, palette)

    mask = Image.open(tmp_path / "mask.png")
    assert mask.mode == "P"
    np.testing.assert_array_equal(np.asarray(mask), class_map)
    seen = np.asarray(mask.convert("RGB"))
    assert tuple(seen[0, 1]) == palette[num_classes - 1]
    assert tuple(seen[0, 2]) == (0, 0, 0)


def test_a_format_that_loses_ids_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"end in \.png"):
        write_mask(tmp_path / "a.jpg", np.zeros((2, 2), np.uint8), [(1, 2, 3)])

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "class_map", [np.zeros((1, 2, 2), np.uint8), np.zeros((2, 2), int)]
)
def test_what_is_no_class_map_is_refused(tmp_path, class_map):
    with pytest.raises(ValueError, match="`class_map` must be uint8"):
        write_mask(tmp_path / "a.png", class_map, [(1, 2, 3)])
