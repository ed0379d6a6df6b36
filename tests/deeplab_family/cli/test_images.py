import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.images import list_images, read_image
from input_pipeline import DataError


@pytest.fixture
def folder(tmp_path):
    for name in ("b.jpg", "a.PNG", "notes.txt"):
        if name.endswith("txt"):
            (tmp_path / name).write_text("x")
        else:
            picture = Image.new("RGB", (4, 3), (200, 10, 30))
            picture.save(tmp_path / name)
    return tmp_path


def test_folders_and_files_mix(folder):
    paths = list_images([folder])
    assert [path.name for path in paths] == ["a.PNG", "b.jpg"]
    assert list_images([folder / "b.jpg"]) == [folder / "b.jpg"]


def test_reads_rgb(folder):
    image = read_image(folder / "a.PNG")
    assert image.shape == (3, 4, 3) and image.dtype == np.uint8
    np.testing.assert_array_equal(image[0, 0], (200, 10, 30))


def test_names_what_cannot_be_read(folder):
    with pytest.raises(DataError, match="notes.txt is no readable"):
        read_image(folder / "notes.txt")


def test_names_what_is_missing(tmp_path):
    with pytest.raises(DataError, match="nowhere: no such file"):
        list_images([tmp_path / "nowhere"])
    with pytest.raises(DataError, match="holds no image"):
        list_images([tmp_path])


def test_refuses_results_that_would_overwrite_each_other(folder):
    (folder / "b.png").write_bytes((folder / "a.PNG").read_bytes())
    with pytest.raises(DataError, match="both be written to b.png"):
        list_images([folder])
