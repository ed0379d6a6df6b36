import pytest
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.records import Shard
from input_pipeline.records.check_shards import check_shards


@pytest.fixture
def shard(tmp_path):
    path = tmp_path / "a.tfrecord"
    with tf.io.TFRecordWriter(str(path)) as writer:
        for _ in range(3):
            writer.write(b"x" * 100)
    return Shard(path, 3)


def test_complete_shards_pass(shard):
    check_shards([shard])


def test_truncated_shards_are_named(shard):
    shard.path.write_bytes(shard.path.read_bytes()[:-1])
    with pytest.raises(DataError, match="a.tfrecord is truncated .* 2 of 3"):
        check_shards([shard])


def test_changed_bytes_are_found(shard):
    content = bytearray(shard.path.read_bytes())
    content[150] ^= 1
    shard.path.write_bytes(content)
    with pytest.raises(DataError, match="damaged after 1 of 3"):
        check_shards([shard])


def test_wrong_counts_and_missing_files_are_all_listed(shard, tmp_path):
    shards = [Shard(shard.path, 5), Shard(tmp_path / "b.tfrecord", 1)]
    with pytest.raises(DataError, match="2 of 2 shards") as caught:
        check_shards(shards)
    assert "holds 3 samples instead of 5" in str(caught.value)
    assert "b.tfrecord is missing" in str(caught.value)
