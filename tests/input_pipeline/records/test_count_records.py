import pytest
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.records.record_reader import count_records


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.tfrecord"
    with tf.io.TFRecordWriter(str(path)) as writer:
        for size in (0, 1, 1000):
            writer.write(b"x" * size)
    return path


def test_counts_empty_and_large_records(path):
    assert count_records(path) == 3
    path.write_bytes(b"")
    assert count_records(path) == 0


@pytest.mark.parametrize("cut", [1, 4, 1000, 1010, 1030])
def test_a_cut_file_is_refused(path, cut):
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DataError, match="a.tfrecord is truncated"):
        count_records(path)


def test_other_files_are_refused(path):
    path.write_bytes(b"\x1f\x8b" + bytes(range(200)))
    with pytest.raises(DataError, match="no uncompressed TFRecord"):
        count_records(path)
