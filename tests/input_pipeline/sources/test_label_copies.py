"""Copies of large labels: used, outdated, damaged, or impossible to write."""

import os

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import DataConfig, DatasetSpec, open_data, open_dataset
from input_pipeline.annotations.label_cache_folder import NAME
from input_pipeline.records.schema import encode_label
from input_pipeline.sources import label_copies
from input_pipeline.sources.label_copies import (
    _seal,
    copy_large_labels,
    decode_copied,
)
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    write_folder,
)

COLORS = ((0, 0, 0),) * 3
SPEC = DatasetSpec(("road", "sky", "car"), COLORS)
MAPPED = DatasetSpec(
    ("road", "sky", "car"), COLORS, label_map=((0, 2), (1, 1), (2, 0), (255, 0))
)


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch, tmp_path):
    monkeypatch.setattr(label_copies, "LEAST_PIXELS", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path):
    root = write_folder(tmp_path / "data", count=3)
    palette_image(random_ids(1)).save(root / "labels/train/001.png")
    return root


def samples_of(root):
    return open_dataset("folder", root).samples("train")


def copied(root, spec=SPEC):
    return copy_large_labels(samples_of(root), spec, root)


def read(sample, copy, spec=SPEC):
    name = os.fsencode(copy or "")
    encoded = sample.label_path.read_bytes()
    return decode_copied(tf.constant(encoded), tf.constant(name), spec).numpy()


def forge(copy, label, ids):
    """A sound copy of other ids, to tell which file was read."""
    packed = encode_label(ids)
    seal = _seal(label.read_bytes(), packed).numpy()
    copy.write_bytes(packed + seal)


def assert_reads_own_file(sample, copy):
    ids = random_ids(int(sample.id))
    np.testing.assert_array_equal(read(sample, copy), ids)


@pytest.mark.parametrize("spec", [SPEC, MAPPED])
def test_copies_hold_the_class_ids_and_are_pngs(root, spec):
    table = np.arange(256) if spec is SPEC else np.array([2, 1, *[0] * 254])
    for sample, copy in zip(samples_of(root), copied(root, spec), strict=True):
        ids = table[random_ids(int(sample.id))]
        np.testing.assert_array_equal(Image.open(copy), ids)
        np.testing.assert_array_equal(read(sample, copy, spec), ids)
        assert copy.parent.parent == root / NAME


def test_training_reads_the_copy_and_not_the_label(root):
    data = open_data(DataConfig(root=str(root), check=False))
    source = data.training
    other = np.full((36, 48), 2, np.uint8)
    for number, (sample, copy) in enumerate(
        zip(source.samples, source._copies, strict=True)
    ):
        visit = tf.constant(number, tf.int64)
        ids = random_ids(number)
        np.testing.assert_array_equal(source.read(visit)["label"], ids)
        forge(copy, sample.label_path, other)
        np.testing.assert_array_equal(source.read(visit)["label"], other)
    number = next(n for n in range(3) if int(source.visit(n, 0)) == 1)
    files = source.samples[1].image_path, source.samples[1].label_path
    assert source.files_of(number, 0) == (*files, source._copies[1])


def test_evaluation_and_a_data_service_make_no_copies(root):
    (root / "images/train").rename(root / "images/val")
    (root / "labels/train").rename(root / "labels/val")
    open_data(DataConfig(root=str(root))).source("val")
    config = DataConfig(
        root=str(root),
        train_split="val",
        service="localhost:1",
        deterministic=False,
    )
    assert len(open_data(config).training) == 3
    assert not (root / NAME).exists()


def test_they_are_made_once(root):
    before = [copy.stat() for copy in copied(root)]
    after = [copy.stat() for copy in copied(root)]
    assert [s.st_ino for s in before] == [s.st_ino for s in after]


def test_a_label_that_changes_is_read_at_once_and_copied_again(root):
    sample, copies = samples_of(root)[0], copied(root)
    stamps = sample.label_path.stat()
    changed = random_ids(8)
    Image.fromarray(changed).save(sample.label_path)
    os.utime(sample.label_path, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    np.testing.assert_array_equal(read(sample, copies[0]), changed)
    assert copied(root) == copies
    np.testing.assert_array_equal(Image.open(copies[0]), changed)


def spoiled(content):
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1])
    return [
        b"",
        content[:20],
        content[:-41],
        content[:-1],
        flipped + content[middle + 1 :],
        bytes(len(content) - 40) + content[-40:],
    ]


def test_a_damaged_copy_is_not_read_and_made_anew(root):
    sample, (copy, *_) = samples_of(root)[0], copied(root)
    whole = copy.read_bytes()
    for content in spoiled(whole):
        copy.write_bytes(content)
        assert_reads_own_file(sample, copy)
    copied(root)
    assert copy.read_bytes() == whole


def test_copies_of_another_label_map_are_others(root):
    first, second = copied(root), copied(root, MAPPED)
    assert not set(first) & set(second)


def test_a_broken_label_has_no_copy_and_the_others_have(root):
    path = root / "labels/train/002.png"
    path.write_bytes(path.read_bytes()[:-30])
    first, second, third = copied(root)
    assert first.exists() and second.exists() and third is None


def test_a_read_only_folder_has_its_copies_in_the_users_cache(root, tmp_path):
    (root / NAME).write_text("as good as read-only, for root too")
    for sample, copy in zip(samples_of(root), copied(root), strict=True):
        assert copy.is_relative_to(tmp_path / "cache/deeplab_family/labels")
        assert_reads_own_file(sample, copy)


def test_without_any_place_the_labels_themselves_are_read(
    root, tmp_path, caplog
):
    for place in (root / NAME, tmp_path / "cache"):
        place.write_text("as good as read-only, for root too")
    assert copied(root) == (None, None, None)
    assert "Training decodes the labels from their own files" in caplog.text
    assert_reads_own_file(samples_of(root)[0], None)


def test_a_full_disk_leaves_no_draft(root, monkeypatch, caplog):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    assert copied(root) == (None, None, None)
    assert "No space left on device" in caplog.text
    assert [path for path in (root / NAME).glob("*/*")] == []


def test_small_labels_and_those_of_the_cache_are_left_alone(root, monkeypatch):
    copies = copied(root)
    for sample, copy in zip(samples_of(root), copies, strict=True):
        os.replace(copy, sample.label_path)
    inside = root / NAME / "labels"
    (root / "labels").rename(inside)
    (root / "labels").symlink_to(inside)
    linked = samples_of(root)
    drawn = [
        s.__class__(
            id=s.id,
            image_path=s.image_path,
            label_path=inside / "train" / s.label_path.name,
        )
        for s in linked
    ]
    assert copy_large_labels(drawn, SPEC, root) == (None, None, None)
    monkeypatch.setattr(label_copies, "LEAST_PIXELS", 36 * 48 + 1)
    assert copied(root) == (None, None, None)
    monkeypatch.setattr(label_copies, "LEAST_PIXELS", 36 * 48)
    assert None not in copied(root)
