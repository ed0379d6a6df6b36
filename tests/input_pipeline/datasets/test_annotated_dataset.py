"""Labels that are drawn from annotations: kept, drawn anew, safe."""

import fcntl
import json
import logging
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataConfig, DataError, open_dataset
from input_pipeline.annotations import label_cache_folder
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.label_cache_folder import NAME
from input_pipeline.datasets import COCOInstancesDataset
from input_pipeline.datasets.recognize import recognize
from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    coco_content,
    drawn,
    outline,
    write_coco_instances,
    write_photographs,
)


@pytest.fixture
def root(tmp_path):
    return write_coco_instances(tmp_path / "export")


def labels(dataset, split="train"):
    samples = dataset.samples(split)
    return [np.asarray(Image.open(s.label_path)) for s in samples]


def edit(root, change, split="train"):
    path = root / f"annotations/instances_{split}.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def test_labels_hold_the_classes_in_the_order_of_the_export(root):
    dataset = COCOInstancesDataset(root)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.spec.palette[0] == (0, 0, 0)
    for label in labels(dataset) + labels(dataset, "val"):
        np.testing.assert_array_equal(label, drawn())


def test_rules_are_settable(root):
    config = DataConfig(root=str(root), overlap="later", unlabeled="ignore")
    dataset = config.open()
    assert dataset.spec.class_names == ("dog", "cat")
    label = labels(dataset)[0]
    left, top, right, bottom = BOX
    assert np.all(label[top:bottom, left:right] == 1)  # the cat came later
    assert np.sum(label == 255) == label.size - (right - left) * (bottom - top)


def test_a_background_of_the_export_is_what_is_unlabelled(root):
    def add(content):
        content["categories"].insert(1, {"id": 9, "name": "Background"})

    edit(root, add)
    dataset = COCOInstancesDataset(root)
    assert dataset.spec.class_names == ("dog", "Background", "cat")
    assert labels(dataset)[0][0, 0] == 1


def test_images_without_a_split_beside_train_are_no_loss(root):
    """`train` would be the one or the other."""
    files = root / "annotations"
    shutil.copyfile(
        files / "instances_train.json", files / "instances_default.json"
    )
    with pytest.raises(DataError, match="'train', . of none"):
        _ = COCOInstancesDataset(root).splits


def test_the_second_opening_reads_and_draws_nothing(root, monkeypatch):
    first = COCOInstancesDataset(root)
    paths = [s.label_path for s in first.samples("train")]
    times = [path.stat().st_mtime_ns for path in paths]

    def fail(self):
        raise AssertionError("read again")

    monkeypatch.setattr(COCOInstancesDataset, "read", fail)
    second = COCOInstancesDataset(root)
    assert second.spec == first.spec and second.splits == first.splits
    assert [s.label_path for s in second.samples("train")] == paths
    assert [path.stat().st_mtime_ns for path in paths] == times


def test_a_removed_label_is_drawn_again(root):
    path = COCOInstancesDataset(root).samples("train")[1].label_path
    path.unlink()
    np.testing.assert_array_equal(
        labels(COCOInstancesDataset(root))[1], drawn()
    )
    assert path.is_file()


def test_a_changed_export_is_drawn_anew_beside_the_old_labels(root):
    """Equal size and time: only a hash tells. Who reads the old goes on."""
    old = COCOInstancesDataset(root).samples("train")
    path = root / "annotations/instances_train.json"
    before = path.stat()

    def rename(content):
        for entry in content["annotations"]:
            entry["category_id"] = 10 - entry["category_id"]

    edit(root, rename)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    new = COCOInstancesDataset(root)
    assert (labels(new)[0] == 2).sum() == 50  # the small one is a cat now
    np.testing.assert_array_equal(
        np.asarray(Image.open(old[0].label_path)), drawn()
    )


def test_labels_that_nobody_uses_are_removed(root):
    stale = root / NAME / "0123456789abcdef" / "later-background"
    stale.mkdir(parents=True)
    mine = root / NAME / "notes"
    mine.mkdir()
    COCOInstancesDataset(root).samples("train")
    assert not stale.exists() and mine.is_dir()


def test_labels_that_another_process_reads_stay(root):
    stale = root / NAME / "0123456789abcdef"
    stale.mkdir(parents=True)
    handle = os.open(stale, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)  # as that process does
    COCOInstancesDataset(root).samples("train")
    assert stale.is_dir()
    os.close(handle)  # or its end
    COCOInstancesDataset(root).samples("train")
    assert not stale.exists()


def test_a_read_only_export_is_drawn_elsewhere_and_says_so(
    root, tmp_path, monkeypatch, caplog
):
    (root / NAME).write_text("as good as read-only, for root too")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        dataset = COCOInstancesDataset(root)
        np.testing.assert_array_equal(labels(dataset)[0], drawn())
    kept = dataset.samples("train")[0].label_path
    assert kept.is_relative_to(tmp_path / "cache")
    assert str(tmp_path / "cache") in caplog.text
    assert caplog.text.count("cannot be written to") == 1


def test_a_folder_that_can_be_made_nowhere_is_named(
    root, tmp_path, monkeypatch
):
    (root / NAME).write_text("")
    (tmp_path / "cache").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(DataError, match="cannot be made"):
        _ = COCOInstancesDataset(root).spec


def break_one(content):
    content["annotations"][2]["segmentation"] = [[1, 2, 3, 4]]


REASON = r"instances_train\.json: annotation id 3: a polygon of less than three"


def test_a_broken_annotation_is_named_by_file_id_and_reason(root):
    edit(root, break_one)
    dataset = COCOInstancesDataset(root)
    with pytest.raises(DataError, match=REASON) as caught:
        dataset.samples("train")
    assert "1 of 2 images has a broken annotation" in str(caught.value)
    assert "--data.on-error skip" in str(caught.value)
    assert len(dataset.samples("val")) == 2  # the other split is whole
    with pytest.raises(DataError, match=REASON):  # also from the index
        COCOInstancesDataset(root).samples("train")


def test_skip_leaves_its_image_out_and_counts(root, caplog):
    edit(root, break_one)
    rules = DrawingRules(on_error="skip")
    dataset = open_dataset("auto", root, None, rules)
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        kept = dataset.samples("train")
    assert [sample.id for sample in kept] == ["train_a"]
    assert "1 of 2 images has a broken annotation" in caplog.text
    assert "annotation id 3" in caplog.text


def test_skip_does_not_leave_out_all(root):
    def break_all(content):
        for entry in content["annotations"]:
            entry["segmentation"] = "none"

    edit(root, break_all)
    dataset = COCOInstancesDataset(root, None, DrawingRules(on_error="skip"))
    with pytest.raises(DataError, match="2 of 2 images have broken"):
        dataset.samples("train")


def test_without_splits_a_fifth_is_val(tmp_path):
    names = [f"{number}.jpg" for number in range(10)]
    write_photographs(tmp_path, names)
    (tmp_path / "pets.json").write_text(json.dumps(coco_content(names)))
    assert recognize(tmp_path) == "coco_instances"
    dataset = COCOInstancesDataset(tmp_path)
    assert dataset.splits == ("train", "val")
    train, val = (
        {s.id for s in dataset.samples(split)} for split in dataset.splits
    )
    assert len(train) == 8 and len(val) == 2 and not train & val
    whole = COCOInstancesDataset(tmp_path, val_share=0)
    assert whole.splits == ("train",) and len(whole.samples("train")) == 10


def test_too_many_classes_are_refused(root):
    def many(content):
        content["categories"] += [
            {"id": 100 + i, "name": f"c{i}"} for i in range(253)
        ]

    edit(root, many)
    with pytest.raises(DataError, match="255 classes; labels of 8 bits"):
        _ = COCOInstancesDataset(root).spec


def test_two_of_one_name_in_other_folders_have_labels_of_their_own(tmp_path):
    names = ["day/a.jpg", "night/a.jpg"]
    for seed, name in enumerate(names):
        write_photographs((tmp_path / name).parent, ["a.jpg"], seed)
    content = coco_content(names)
    content["annotations"] = content["annotations"][:2]
    (tmp_path / "pets.json").write_text(json.dumps(content))
    dataset = COCOInstancesDataset(tmp_path, val_share=0)
    assert [s.id for s in dataset.samples("train")] == ["day/a", "night/a"]
    day, night = labels(dataset)
    np.testing.assert_array_equal(day, drawn())
    assert not night.any()


def test_a_copied_export_keeps_its_labels(root, tmp_path, monkeypatch):
    COCOInstancesDataset(root).samples("train")
    moved = tmp_path / "moved"
    shutil.copytree(root, moved)
    monkeypatch.setattr(COCOInstancesDataset, "read", None)
    samples = COCOInstancesDataset(moved).samples("train")
    assert all(s.label_path.is_relative_to(moved) for s in samples)
    assert all(s.image_path.is_relative_to(moved) for s in samples)


def test_labels_that_a_loss_of_power_emptied_are_drawn_again(root):
    samples = COCOInstancesDataset(root).samples("train")
    (done,) = (root / NAME).glob("*/*/train.drawn")
    done.unlink()
    samples[0].label_path.write_bytes(b"")
    np.testing.assert_array_equal(
        labels(COCOInstancesDataset(root))[0], drawn()
    )
    assert done.is_file()


def test_two_that_draw_at_once_do_not_disturb_each_other(tmp_path):
    names = [f"{number}.jpg" for number in range(120)]
    write_photographs(tmp_path, names)
    (tmp_path / "pets.json").write_text(json.dumps(coco_content(names)))

    def draw(_):
        return labels(COCOInstancesDataset(tmp_path, val_share=0))

    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(draw, range(2)):
            assert len(found) == 120
            for label in found:
                np.testing.assert_array_equal(label, drawn())


def test_a_damaged_index_is_made_again(root):
    dataset = COCOInstancesDataset(root)
    dataset.samples("train")
    (index,) = (root / NAME).glob("*/index.json")
    for content in ("", "[]", '{"splits": 5}', '{"splits": {}}'):
        index.write_text(content)
        again = COCOInstancesDataset(root)
        assert again.spec == dataset.spec
        assert len(again.samples("train")) == 2


def test_other_files_of_the_version_are_other_content(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    path.write_text("{}")
    seen = {label_cache_folder.content_hash(tmp_path, [path])}
    seen.add(label_cache_folder.content_hash(tmp_path, [path], ["b"]))
    path.rename(tmp_path / "b.json")
    seen.add(label_cache_folder.content_hash(tmp_path, [tmp_path / "b.json"]))
    monkeypatch.setattr(label_cache_folder, "VERSION", "other")
    seen.add(label_cache_folder.content_hash(tmp_path, [tmp_path / "b.json"]))
    assert len(seen) == 4


def test_the_outline_helper_is_the_box():
    assert outline(*BOX)[:2] == [5, 10] and SIZE == (40, 60)


def test_photographs_that_come_later_to_another_place_are_found(root):
    folder = root / "images/train"
    folder.rename(root / "elsewhere")
    with pytest.raises(DataError, match="2 files .* are missing"):
        COCOInstancesDataset(root).samples("train")
    (root / "elsewhere").rename(root / "train")
    samples = COCOInstancesDataset(root).samples("train")
    assert {s.image_path.parent for s in samples} == {root / "train"}


def test_a_photograph_that_is_missing_stops_or_is_skipped(root, caplog):
    (root / "images/train/train_a.jpg").unlink()
    with pytest.raises(DataError, match=r"1 file .* is missing: .*on-error"):
        COCOInstancesDataset(root).samples("train")
    rules = DrawingRules(on_error="skip")
    dataset = COCOInstancesDataset(root, rules=rules)
    (sample,) = dataset.samples("train")
    assert sample.image_path.name == "train_b.jpg"
    assert "train_a.jpg. They are left out" in caplog.text
    (reason,) = dataset.broken("train")
    assert reason.startswith("images/train/train_a.jpg: this photograph is")
    (root / "images/train/train_b.jpg").unlink()
    with pytest.raises(DataError, match="2 files .* are missing"):
        COCOInstancesDataset(root, rules=rules).samples("train")
