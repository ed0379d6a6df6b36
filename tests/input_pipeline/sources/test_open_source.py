import logging

import pytest

from input_pipeline import DataConfig, DataError, open_data, write_records
from input_pipeline.sources.file_source import FileSource
from input_pipeline.sources.record_source import RecordSource
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def root(tmp_path):
    return write_folder(tmp_path / "plain", count=4)


def spoil(root, *names):
    for name in names:
        path = root / f"images/train/{name}.jpg"
        path.write_bytes(path.read_bytes()[:100])


def open_train(root, **changes):
    return open_data(DataConfig(root=str(root), **changes)).source("train")


def test_opens_files_and_records(root, tmp_path):
    assert isinstance(open_train(root), FileSource)
    write_records("folder", root, tmp_path / "packed", ["train"])
    packed = open_train(tmp_path / "packed", dataset="records")
    assert isinstance(packed, RecordSource)


def test_bad_files_stop_unless_the_check_is_off(root):
    spoil(root, "001")
    with pytest.raises(DataError, match="1 of 4 samples"):
        open_train(root)
    assert len(open_train(root, check=False)) == 4


@pytest.mark.parametrize("check", [True, False])
def test_skipping_leaves_bad_files_out_and_says_so(root, check, caplog):
    spoil(root, "001", "003")
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        source = open_train(root, on_error="skip", check=check)
    assert [sample.id for sample in source.samples] == ["000", "002"]
    assert "2 of 4 samples" in caplog.text and "003.jpg" in caplog.text


def test_skipping_everything_is_an_error(root):
    spoil(root, "000", "001", "002", "003")
    with pytest.raises(DataError, match="4 of 4"):
        open_train(root, on_error="skip")


@pytest.mark.parametrize("changes", [{}, {"on_error": "skip", "check": False}])
def test_truncated_shards_are_named(root, tmp_path, changes):
    packed = tmp_path / "packed"
    write_records("folder", root, packed, ["train"], shards=2)
    shard = packed / "train-00001-of-00002.tfrecord"
    shard.write_bytes(shard.read_bytes()[:-10])
    with pytest.raises(DataError, match="train-00001-of-00002.*truncated"):
        open_train(packed, dataset="records", **changes)
