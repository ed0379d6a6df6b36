import numpy as np
import pytest
from PIL import Image, ImageOps

from deeplab_family.photographs import read_image, read_upright
from input_pipeline import DataError
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import TURNS, turned_file
from tests.input_pipeline.draw_files import random_pixels


@pytest.fixture
def folder(tmp_path):
    for name in ("b.jpg", "a.PNG", "notes.txt"):
        if name.endswith("txt"):
            (tmp_path / name).write_text("x")
        else:
            picture = Image.new("RGB", (4, 3), (200, 10, 30))
            picture.save(tmp_path / name)
    return tmp_path


def test_reads_rgb(folder):
    image = read_image(folder / "a.PNG")
    assert image.shape == (3, 4, 3) and image.dtype == np.uint8
    np.testing.assert_array_equal(image[0, 0], (200, 10, 30))


def test_names_what_cannot_be_read(folder):
    with pytest.raises(DataError, match="notes.txt: it is no readable"):
        read_image(folder / "notes.txt")


def test_all_that_cannot_be_read_is_told_in_the_same_words(folder):
    path = folder / "b.jpg"
    whole, told = path.read_bytes(), set()
    for content in (whole[:200], whole[:40], b"\x89PNG\r\n\x1a\n", b"", b"x"):
        path.write_bytes(content)
        with pytest.raises(DataError) as found:
            read_image(path)
        told.add(str(found.value).partition(" (")[0])
    kinds = "JPEG, PNG, TIFF, BMP, WebP or GIF"
    assert told == {f"{path}: it is no readable {kinds} file"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", TURNS)
def test_photographs_are_read_as_viewers_show_them(kind, orientation, tmp_path):
    path = tmp_path / "phone.jpg"
    path.write_bytes(turned_file(random_pixels(0), orientation, kind))
    with Image.open(path) as opened:
        expected = np.asarray(ImageOps.exif_transpose(opened))
    np.testing.assert_array_equal(read_image(path), expected)
    assert read_upright(path)[1]
    path.write_bytes(turned_file(random_pixels(0), 0, kind))
    assert not read_upright(path)[1]


@pytest.mark.parametrize("subsampling", [0, 2])
@pytest.mark.parametrize("size", [(36, 48), (37, 51)])
def test_jpegs_are_read_as_pillow_reads_them(subsampling, size, tmp_path):
    path = tmp_path / "a.jpg"
    picture = Image.fromarray(random_pixels(0, size))
    for mode in ("RGB", "L"):
        picture.convert(mode).save(path, quality=80, subsampling=subsampling)
        with Image.open(path) as opened:
            expected = np.asarray(opened.convert("RGB"))
        np.testing.assert_array_equal(read_image(path), expected)


def test_says_why_a_picture_is_refused(tmp_path):
    path = tmp_path / "a.png"
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    Image.fromarray(values).save(path)
    with pytest.raises(DataError, match="a.png: .* 16 gray levels.*8 bits"):
        read_image(path)
    path.write_bytes(with_scans(random_pixels(0), 3000))
    with pytest.raises(DataError, match="a.png: .*100 scans are allowed"):
        read_image(path)
