import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.doctor_sheet import NO_CLASS, draw_sheet
from input_pipeline import write_records
from input_pipeline.doctor import examine
from tests.input_pipeline.doctor.healthy_folder import (
    save_label,
    write_healthy,
)
from tests.input_pipeline.draw_files import random_ids


@pytest.fixture
def root(tmp_path):
    return write_healthy(tmp_path / "photos")


def draw(report, tmp_path, count=5):
    draw_sheet(report, tmp_path / "sheet.png", count)
    return np.asarray(Image.open(tmp_path / "sheet.png"))


def test_sheet_holds_rows_of_four_and_a_legend(root, tmp_path):
    one = draw(examine(root), tmp_path, 4).shape[0]
    two = draw(examine(root), tmp_path, 5).shape[0]
    assert two >= one + 36


def test_ids_without_a_class_are_loud(root, tmp_path):
    before = loud(draw(examine(root), tmp_path))
    ids = np.full((36, 48), 9, np.uint8)
    save_label(root, "train/001", ids)
    assert loud(draw(examine(root), tmp_path)) > before + 500


def loud(picture):
    red, green, blue = np.moveaxis(picture.astype(int), -1, 0)
    floor = 0.6 * np.array(NO_CLASS) - 2
    return int(
        (
            (red >= floor[0]) & (green <= 0.4 * 255 + 2) & (blue >= floor[2])
        ).sum()
    )


@pytest.mark.parametrize(
    "label",
    [
        np.stack([random_ids(1)] * 3, -1),
        random_ids(1).astype(np.uint16),
        random_ids(1, (20, 30)),
    ],
)
def test_labels_that_hold_no_ids_are_drawn_too(root, tmp_path, label):
    save_label(root, "train/001", label)
    assert draw(examine(root), tmp_path).shape[0] > 72


def test_images_of_other_formats_are_drawn_as_they_are_proposed(root, tmp_path):
    """Gray ones of 16 bits, dark on the left and bright on the right."""
    pixels = np.tile(np.linspace(1000, 4000, 48).astype(np.uint16), (36, 1))
    for path in root.glob("images/*/*.jpg"):
        Image.fromarray(pixels).save(path.with_suffix(".png"))
        save_label(root, f"{path.parent.name}/{path.stem}", 0 * random_ids(1))
        path.unlink()
    cell = draw(examine(root), tmp_path, 1)[:36, :48].astype(int)
    dark, bright = cell[:, 2:8].mean(), cell[:, 40:46].mean()
    assert bright - dark > 40


def test_records_are_read_again(root, tmp_path):
    write_records("folder", root, tmp_path / "records", shards=1)
    files = draw(examine(root), tmp_path)
    packed = draw(examine(tmp_path / "records"), tmp_path)
    assert np.array_equal(files[:36], packed[:36])


def test_nothing_readable_draws_nothing(root, tmp_path):
    for path in (root / "images").rglob("*.jpg"):
        path.write_bytes(b"no picture")
    draw_sheet(examine(root), tmp_path / "sheet.png", 5)
    assert not (tmp_path / "sheet.png").exists()
