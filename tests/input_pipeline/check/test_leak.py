import logging
import shutil

import pytest

from input_pipeline import DataConfig, open_data, open_dataset, write_records
from input_pipeline.check.leak import shared_images, warn_of_leak
from tests.input_pipeline.doctor.healthy_folder import write_healthy


@pytest.fixture
def root(tmp_path):
    return write_healthy(tmp_path / "photos")


def warnings(caplog, **config):
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        warn_of_leak(open_data(DataConfig(**config)))
    return caplog.text


def leak(root):
    for part, ending in (("images", "jpg"), ("labels", "png")):
        folder = root / part
        shutil.copy(
            folder / f"train/001.{ending}", folder / f"val/copy.{ending}"
        )


def test_splits_of_their_own_are_silent(root, caplog):
    assert warnings(caplog, root=str(root)) == ""


def test_copied_image_is_counted_and_named(root, caplog):
    leak(root)
    text = warnings(caplog, root=str(root))
    assert "1 of 3 images of 'val' are in 'train' too" in text
    assert "val/copy.jpg" in text


def test_scoring_the_training_split_is_said_too(root, caplog):
    text = warnings(caplog, root=str(root), eval_split="train")
    assert "3 of 3 images" in text


def test_same_length_alone_is_no_leak(root):
    dataset = open_dataset("folder", str(root))
    trained, scored = dataset.samples("train"), dataset.samples("val")
    image = scored[0].image_path
    content = bytearray(trained[0].image_path.read_bytes())
    content[-3] ^= 1
    image.write_bytes(content)
    assert shared_images(trained, scored) == []


def test_records_are_left_alone(root, tmp_path, caplog):
    leak(root)
    write_records("folder", root, tmp_path / "packed", shards=1)
    packed = str(tmp_path / "packed")
    assert warnings(caplog, dataset="records", root=packed) == ""
