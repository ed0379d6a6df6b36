import pytest

from input_pipeline import DataError, DatasetSpec
from input_pipeline.records import Manifest, Shard, read_manifest


def test_survives_writing_and_reading(tmp_path):
    spec = DatasetSpec(("a", "b"), ((1, 2, 3), (4, 5, 6)))
    shards = (Shard(tmp_path / "train-0.tfrecord", 7),)
    manifest = Manifest(spec, {"train": shards})
    manifest.write(tmp_path)
    assert read_manifest(tmp_path) == manifest


@pytest.mark.parametrize("text", ["", "{}", '{"class_names": 3}', "[1]"])
def test_damaged_files_are_named(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(DataError, match="manifest.json is damaged"):
        read_manifest(tmp_path)
