import hashlib

import pytest
import tensorflow as tf

from input_pipeline.records.manifest import (
    checksum,
    finished_shard,
    write_shard,
)


@pytest.fixture
def files(tmp_path):
    return tmp_path / "a.tfrecord", tmp_path / "a.json"


def test_writes_records_and_their_facts(files):
    path, receipt = files
    shard = write_shard(path, receipt, [b"one", b"two"])
    records = [r.numpy() for r in tf.data.TFRecordDataset(str(path))]
    assert records == [b"one", b"two"]
    assert shard.count == 2 and shard.size == path.stat().st_size
    assert shard.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert finished_shard(path, receipt) == shard
    assert checksum(path) == shard.sha256


def test_a_failure_leaves_neither_shard_nor_receipt(files, tmp_path):
    def records():
        yield b"one"
        raise OSError

    with pytest.raises(OSError):
        write_shard(*files, records())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path, receipt: path.unlink(),
        lambda path, receipt: receipt.unlink(),
        lambda path, receipt: receipt.write_text("{"),
        lambda path, receipt: receipt.write_text("{}"),
        lambda path, receipt: receipt.write_text("3"),
        lambda path, receipt: path.write_bytes(path.read_bytes() + b"x"),
        lambda path, receipt: path.write_bytes(b"x" * path.stat().st_size),
    ],
)
def test_only_an_intact_shard_is_finished(files, spoil):
    write_shard(*files, [b"one", b"two"])
    spoil(*files)
    assert finished_shard(*files) is None
