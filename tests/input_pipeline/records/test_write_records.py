import numpy as np
import pytest

from input_pipeline import DataConfig, DataError, eval_batches, write_records
from input_pipeline.records import write_records as module
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def plain(tmp_path):
    write_folder(tmp_path / "plain", count=5)
    return write_folder(tmp_path / "plain", "val", count=2)


def test_packed_samples_equal_the_files(plain, tmp_path):
    manifest = write_records("folder", plain, tmp_path / "packed", shards=3)
    assert [s.count for s in manifest.splits["train"]] == [2, 2, 1]
    assert [s.count for s in manifest.splits["val"]] == [1, 1]
    files = eval_batches(DataConfig(root=str(plain)))
    packed = eval_batches(
        DataConfig(dataset="records", root=str(tmp_path / "packed"))
    )
    for one, other in zip(files, packed, strict=True):
        np.testing.assert_array_equal(one[0], other[0])
        np.testing.assert_array_equal(one[1], other[1])


def test_names_say_how_many_shards_there_are(plain, tmp_path):
    write_records("folder", plain, tmp_path / "packed", ["train"], 2)
    assert sorted(p.name for p in (tmp_path / "packed").iterdir()) == [
        "manifest.json",
        "train-00000-of-00002.tfrecord",
        "train-00001-of-00002.tfrecord",
    ]


def test_bad_files_stop_before_anything_is_written(plain, tmp_path):
    (plain / "images/train/002.jpg").write_bytes(b"")
    with pytest.raises(DataError, match="002.jpg"):
        write_records("folder", plain, tmp_path / "packed")
    assert [p.name for p in tmp_path.iterdir()] == ["plain"]


def test_a_failure_in_the_middle_leaves_nothing(plain, tmp_path, monkeypatch):
    def fail(sample, spec):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "serialize_sample", fail)
    with pytest.raises(DataError, match="No space left"):
        write_records("folder", plain, tmp_path / "packed")
    assert [p.name for p in tmp_path.iterdir()] == ["plain"]


def test_a_used_folder_is_refused(plain, tmp_path):
    with pytest.raises(DataError, match="in use"):
        write_records("folder", plain, plain)


@pytest.mark.parametrize(
    "wrong", [{"shards": 0}, {"splits": []}, {"dataset": "records"}]
)
def test_impossible_wishes_are_refused(plain, tmp_path, wrong):
    wishes = {"dataset": "folder", "root": plain, "output": tmp_path / "x"}
    with pytest.raises(DataError, match="Received"):
        write_records(**{**wishes, **wrong})
