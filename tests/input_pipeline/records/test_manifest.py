import json

import pytest

from input_pipeline import DataError, DatasetSpec
from input_pipeline.records import Manifest, Shard, read_manifest


@pytest.fixture
def manifest(tmp_path):
    spec = DatasetSpec(("a", "b"), ((1, 2, 3), (4, 5, 6)))
    shards = (Shard(tmp_path / "train-0.tfrecord", 7, 900, "ab" * 32),)
    manifest = Manifest(spec, {"train": shards})
    manifest.write(tmp_path)
    return manifest


def change(tmp_path, **changes):
    path = tmp_path / "manifest.json"
    content = {**json.loads(path.read_text()), **changes}
    content = {k: v for k, v in content.items() if v is not None}
    path.write_text(json.dumps(content))


def test_survives_writing_and_reading(manifest, tmp_path):
    assert read_manifest(tmp_path) == manifest


@pytest.mark.parametrize(
    "changes", [{"class_names": ["a", "c"]}, {"extra": 1}, {"checksum": "ab"}]
)
def test_changes_are_noticed(manifest, tmp_path, changes):
    change(tmp_path, **changes)
    with pytest.raises(DataError, match="changed after.*line 'checksum'"):
        read_manifest(tmp_path)


def test_changes_that_are_meant_are_possible(manifest, tmp_path):
    change(tmp_path, class_names=["a", "c"], checksum=None)
    changed = read_manifest(tmp_path)
    assert changed.spec.class_names == ("a", "c")
    assert changed.splits == manifest.splits


@pytest.mark.parametrize(
    "shard", [{"name": "../x", "count": 1}, {"name": "x", "count": 0}, 3]
)
def test_shards_must_lie_in_the_folder_and_hold_samples(
    manifest, tmp_path, shard
):
    change(tmp_path, splits={"train": {"shards": [shard]}}, checksum=None)
    with pytest.raises(DataError, match="manifest.json is damaged"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"class_names": 3}', "[1]", "[" * 99999, "\xff", "null"]
)
def test_damaged_files_are_named(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DataError, match="manifest.json is damaged"):
        read_manifest(tmp_path)
