import numpy as np
from PIL import Image

from deeplab_family.photographs import is_large_tiff, large_tiff

PIXELS = np.full((6, 8, 3), 99, np.uint8)


def save(path, **options):
    Image.fromarray(PIXELS).save(path, "TIFF", **options)
    return path


def test_small_files_are_read_as_a_whole(tmp_path):
    assert not is_large_tiff(save(tmp_path / "a.tif"))
    assert not is_large_tiff(tmp_path / "gone.tif")
    Image.fromarray(PIXELS).save(tmp_path / "photo.tif", "JPEG")
    assert not is_large_tiff(tmp_path / "photo.tif")  # the content counts


def test_many_pixels_make_a_file_large(tmp_path, monkeypatch):
    monkeypatch.setattr(large_tiff, "MOST_PIXELS", 47)
    assert is_large_tiff(save(tmp_path / "a.TIFF"))
    assert not is_large_tiff(save(tmp_path / "a.png"))
    monkeypatch.setattr(large_tiff, "MOST_PIXELS", 48)
    assert not is_large_tiff(save(tmp_path / "b.tif"))


def test_a_place_on_the_earth_is_to_be_kept(tmp_path):
    scale = {33550: (0.5, 0.5, 0.0)}
    assert is_large_tiff(save(tmp_path / "a.tif", tiffinfo=scale))


def test_what_pillow_does_not_know_is_for_tifffile(tmp_path):
    """Which says better what is wrong with it."""
    (tmp_path / "a.tif").write_bytes(b"II*\0" + bytes(9))
    assert is_large_tiff(tmp_path / "a.tif")
    (tmp_path / "b.tif").write_bytes(b"text")
    assert not is_large_tiff(tmp_path / "b.tif")


def test_a_file_of_somebody_else_is_left_to_its_reader(tmp_path, monkeypatch):
    path = save(tmp_path / "a.tif", tiffinfo={33550: (0.5, 0.5, 0.0)})

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(type(path), "open", refuse)
        assert not is_large_tiff(path)
