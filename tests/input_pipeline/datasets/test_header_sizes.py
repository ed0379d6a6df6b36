import pytest
from PIL import Image, ImageOps

from input_pipeline import open_dataset
from input_pipeline.datasets.header_sizes import header_sizes


@pytest.fixture
def root(tmp_path):
    for name, turn in (("a", 1), ("b", 3), ("c", 6), ("d", 8)):
        exif = Image.Exif()
        exif[0x0112] = turn
        for part in ("images", "labels"):
            (tmp_path / part / "train").mkdir(parents=True, exist_ok=True)
        image = Image.new("RGB", (50, 20))
        image.save(tmp_path / f"images/train/{name}.jpg", exif=exif)
        Image.new("L", (50, 20)).save(tmp_path / f"labels/train/{name}.png")
    return tmp_path


def test_sizes_are_those_of_the_upright_images(root):
    upright = [
        ImageOps.exif_transpose(Image.open(path)).size[::-1]
        for path in sorted((root / "images/train").iterdir())
    ]
    samples = open_dataset("folder", root).samples("train")
    assert list(header_sizes(samples, 100)) == upright
    assert upright == [(20, 50), (20, 50), (50, 20), (50, 20)]


def test_at_most_so_many_are_looked_at_spread_evenly(root):
    samples = open_dataset("folder", root).samples("train")
    assert list(header_sizes(samples, 2)) == [(20, 50), (50, 20)]


def test_what_has_no_header_is_left_out(root):
    (root / "images/train/a.jpg").write_bytes(b"")
    (root / "images/train/b.jpg").write_bytes(b"no picture")
    samples = open_dataset("folder", root).samples("train")
    assert list(header_sizes(samples, 100)) == [(50, 20), (50, 20)]
