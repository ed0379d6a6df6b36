import dataclasses

import numpy as np
import pytest
from PIL import Image

from input_pipeline import (
    DataConfig,
    DataError,
    open_data,
    train_batches,
    write_records,
)
from input_pipeline.augment import RandomFlip, RandomScale
from input_pipeline.sampling import HardClassBootstrap, Mix, Patches
from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.mixed_source import MixedSource
from input_pipeline.sources.record_source import RecordSource
from tests.input_pipeline.draw_files import random_ids, write_folder

STILL = {"scale": RandomScale(minimum=1, maximum=1)} | {
    "flip": RandomFlip(probability=0)
}


@pytest.fixture
def root(tmp_path):
    return write_folder(tmp_path / "main", count=4)


def open_training(config):
    return open_data(config).training


def test_without_sampling_the_split_is_opened_as_it_is(root, tmp_path):
    source = open_training(DataConfig(root=str(root)))
    assert isinstance(source, FileSource) and len(source) == 4
    write_records("folder", root, tmp_path / "packed", ["train"])
    packed = DataConfig(dataset="records", root=str(tmp_path / "packed"))
    assert isinstance(open_training(packed), RecordSource)


def test_an_epoch_of_patches_shows_every_patch_once(root):
    config = DataConfig(
        root=str(root),
        patches=Patches(layout="stride", size=(18, 24), stride=24),
        crop_size=(18, 24),
        batch_size=16,
        **STILL,
    )
    assert len(open_training(config)) == 16
    _, labels = next(iter(train_batches(config)))
    seen = {label.tobytes() for label in labels.numpy()}
    expected = {
        random_ids(n)[top : top + 18, left : left + 24].tobytes()
        for n in range(4)
        for top in (0, 18)
        for left in (0, 24)
    }
    assert seen == expected


def test_images_of_hard_classes_come_more_often(root):
    for name in ("000", "001", "003"):
        path = root / f"labels/train/{name}.png"
        Image.fromarray(np.zeros((36, 48), np.uint8)).save(path)
    config = DataConfig(
        root=str(root), bootstrap=HardClassBootstrap(classes=(2,), copies=3)
    )
    source = open_training(config)
    names = [source.name_of(n, 0)[-7:] for n in range(len(source))]
    assert sorted(names) == ["000.jpg", "001.jpg", *["002.jpg"] * 4, "003.jpg"]


def test_data_sets_are_mixed(root, tmp_path):
    write_folder(tmp_path / "other", "val", count=3)
    mix = Mix(roots=(str(tmp_path / "other"),), splits=("val",), weights=(2,))
    config = DataConfig(root=str(root), mix=mix, crop_size=(32, 32))
    source = open_training(config)
    assert isinstance(source, MixedSource) and len(source) == 4 + 2 * 3
    names = {source.name_of(n, 0) for n in range(10)}
    folders = [str(tmp_path / "main"), str(tmp_path / "other")]
    assert [sum(n.startswith(f) for n in names) for f in folders] == [4, 3]
    batches = train_batches(config, start_step=1).take(2)
    expected = list(train_batches(config).take(3))[1:]
    for one, two in zip(batches, expected, strict=True):
        np.testing.assert_array_equal(one[0], two[0])
        np.testing.assert_array_equal(one[1], two[1])


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ("road\ncar\nsky\n", "Class 1 is 'sky' in .*main and 'car' in "),
        ("road\nsky\ncar\npole\n", "Class 3 is missing in .*main and 'pole'"),
    ],
)
def test_other_classes_are_refused_with_the_difference(
    root, tmp_path, classes, message
):
    other = write_folder(tmp_path / "other", count=2)
    (other / "classes.txt").write_text(classes, encoding="utf-8")
    config = DataConfig(root=str(root), mix=Mix(roots=(str(other),)))
    with pytest.raises(DataError, match=message):
        open_training(config)


def test_a_broken_file_of_any_part_stops(root, tmp_path):
    other = write_folder(tmp_path / "other", count=2)
    (other / "images/train/001.jpg").write_bytes(b"broken")
    with pytest.raises(DataError, match="other/images/train/001.jpg"):
        open_training(DataConfig(root=str(root), mix=Mix(roots=(str(other),))))


def test_records_that_were_recognized_are_not_cut_either(root, tmp_path):
    write_records("folder", root, tmp_path / "packed", ["train"])
    packed = DataConfig(root=str(tmp_path / "packed"))
    assert isinstance(open_training(packed), RecordSource)
    cut = dataclasses.replace(packed, patches=Patches(layout="stride"))
    with pytest.raises(ValueError, match="records are read in one go"):
        open_training(cut)
