import dataclasses
from collections import Counter

import numpy as np
import pytest

from input_pipeline import (
    DataConfig,
    DataError,
    HardClassBootstrap,
    Mix,
    Patches,
    open_data,
    train_batches,
    write_records,
)
from input_pipeline.check import check_sample
from input_pipeline.check.leak import warn_of_leak
from input_pipeline.datasets import FolderDataset
from tests.input_pipeline.draw_files import random_ids, write_folder


@pytest.fixture
def root(tmp_path):
    root = write_folder(tmp_path / "photos", count=4)
    return write_folder(root, "val", 2)


@pytest.fixture
def config(root):
    return DataConfig(root=str(root), crop_size=(32, 40), batch_size=2)


@pytest.fixture
def judged(monkeypatch):
    """Counts how often the check judges each label."""
    counts = Counter()
    check = check_sample._check

    def counted(image_path, label_path, *more):
        counts[label_path] += 1
        return check(image_path, label_path, *more)

    monkeypatch.setattr(check_sample, "_check", counted)
    return counts


@pytest.fixture
def listed(monkeypatch):
    """Counts how often each split is listed."""
    counts = Counter()
    samples = FolderDataset.samples

    def counted(self, split):
        counts[split] += 1
        return samples(self, split)

    monkeypatch.setattr(FolderDataset, "samples", counted)
    return counts


def use(data):
    """What a run asks of its data, and more than once."""
    for step in (0, 3):
        data.check()
        assert len(data.split("train")) == 4
        warn_of_leak(data)
        for split in ("train", "val"):
            assert len(list(data.labels(split))) == len(data.split(split))
        next(iter(data.train_batches(start_step=step)))
        assert len(list(data.eval_batches())) == 2


@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_each_split_is_listed_and_each_label_judged_once(
    config, judged, listed, on_error
):
    use(open_data(dataclasses.replace(config, on_error=on_error)))
    assert listed == {"train": 1, "val": 1}
    assert len(judged) == 6 and set(judged.values()) == {1}


def test_classes_that_must_be_counted_are_counted_once(root, config):
    (root / "classes.txt").unlink()
    data = open_data(config)
    assert data.spec.class_names == ("class_0", "class_1", "class_2")
    for path in (root / "labels").rglob("*.png"):
        path.unlink()
    assert data.spec.num_classes == 3


def test_nothing_is_opened_before_it_is_asked_for(config, judged, listed):
    data = open_data(dataclasses.replace(config, root="nowhere"))
    with pytest.raises(DataError, match="nowhere"):
        len(data.split("train"))
    data = open_data(config)
    assert len(data.split("val")) == 2
    assert listed == {"val": 1} and not judged
    data.eval_batches()
    assert listed == {"val": 1} and len(judged) == 2


def test_a_limit_is_checked_apart_from_the_whole_split(root, config):
    (root / "images/val/001.jpg").write_bytes(b"x")
    data = open_data(config)
    assert len(list(data.eval_batches(limit=1))) == 1
    with pytest.raises(DataError, match="001.jpg"):
        data.eval_batches()


def test_visits_are_planned_once(root, config):
    """The files may be gone when the next part of a run begins."""
    config = dataclasses.replace(
        config,
        bootstrap=HardClassBootstrap(classes=(1,)),
        patches=Patches(layout="stride", size=(20, 20), stride=20),
    )
    data = open_data(config)
    data.check()
    visits = len(data.training)
    for path in root.rglob("*.*"):
        path.unlink()
    assert len(data.training) == visits > 4


def test_batches_are_those_of_the_plain_functions(config):
    data = open_data(config)
    for step in (0, 5):
        ours, theirs = (
            next(batches.as_numpy_iterator())
            for batches in (
                data.train_batches(step),
                train_batches(config, step),
            )
        )
        np.testing.assert_array_equal(ours[0], theirs[0])
        np.testing.assert_array_equal(ours[1], theirs[1])


def test_labels_are_in_order_and_at_their_own_size(config):
    found = open_data(config).labels("train")
    for number, label in enumerate(found.as_numpy_iterator()):
        np.testing.assert_array_equal(label, random_ids(number))


def test_mixed_in_data_keep_their_names_and_splits(root, tmp_path, config):
    other = write_folder(tmp_path / "other", "val", 3)
    mix = Mix(roots=(str(other),), splits=("val",))
    (part,) = open_data(dataclasses.replace(config, mix=mix)).mixed_in
    assert part.config.root == str(other) and part.mixed_in == ()
    assert len(part.split(part.config.train_split)) == 3


def test_records_count_and_name_without_files_of_their_own(root, tmp_path):
    write_records("folder", root, tmp_path / "packed", ["train"], shards=2)
    split = open_data(DataConfig(root=str(tmp_path / "packed"))).split("train")
    assert len(split) == 4 and split.samples == ()
    assert split.names(limit=2) == ("record 1", "record 3")


def test_what_vanished_before_a_run_goes_on_is_said_at_once(root, config):
    """After the check no try is made, later one is."""
    data = open_data(config)
    data.train_batches()
    root.rename(root.with_name("gone"))
    with pytest.raises(DataError, match="images/train/.* cannot be used"):
        data.train_batches(start_step=2)
