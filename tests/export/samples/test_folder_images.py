import numpy as np
import pytest
from PIL import Image

from export import ExportError
from export.samples.folder_images import (
    find_images,
    read_images,
)
from tests.export.tiny_network import draw_images, save_images
from tests.input_pipeline.decode.draw_turned import turned_file


def test_images_are_chosen_evenly_and_always_the_same(tmp_path):
    save_images(tmp_path, draw_images(10, 8, 8))
    chosen = find_images(tmp_path, 5)
    assert [path.stem for path in chosen] == ["000", "002", "004", "006", "008"]
    assert find_images(tmp_path, 5) == chosen
    assert len(find_images(tmp_path, 100)) == 10


def test_other_and_hidden_files_are_skipped(tmp_path):
    save_images(tmp_path, draw_images(1, 8, 8), ".JPG")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "._000.jpg").write_bytes(b"x")
    assert [path.name for path in find_images(tmp_path, 9)] == ["000.JPG"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ExportError, match="nowhere: no such folder"):
        find_images(tmp_path / "nowhere", 5)


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(ExportError, match="no image in it.*jpg"):
        find_images(tmp_path, 5)


def test_images_are_read_as_rgb_and_resized(tmp_path):
    images = draw_images(2, 20, 30)
    paths = find_images(save_images(tmp_path, images), 5)
    np.testing.assert_array_equal(read_images(paths, (20, 30)), images)
    assert read_images(paths, (33, 17)).shape == (2, 33, 17, 3)


def test_every_damaged_image_is_listed(tmp_path):
    save_images(tmp_path, draw_images(3, 40, 40), ".jpg")
    for name in ("000.jpg", "002.jpg"):
        content = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(ExportError, match="2 of 3") as error:
        read_images(find_images(tmp_path, 5), (8, 8))
    assert "000.jpg" in str(error.value)
    assert "001.jpg" not in str(error.value)
    assert "002.jpg" in str(error.value)


@pytest.mark.parametrize("orientation", [3, 6])
def test_a_turned_photograph_is_compared_upright(orientation, tmp_path):
    pixels = draw_images(1, 8, 12)[0]
    path = tmp_path / "a.png"
    path.write_bytes(turned_file(pixels, orientation, "PNG"))
    np.testing.assert_array_equal(read_images([path], (8, 12))[0], pixels)


def test_the_reason_of_a_refusal_is_told(tmp_path):
    path = tmp_path / "a.png"
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    Image.fromarray(values).save(path)
    with pytest.raises(ExportError, match="1 of 1.*a.png .*16 gray levels"):
        read_images([path], (8, 8))
