import os

import numpy as np
import pytest

from input_pipeline import DataConfig, DataError, eval_batches, write_records
from input_pipeline.doctor import examine
from input_pipeline.records import (
    record_writer,
)
from input_pipeline.records import record_writer as module
from input_pipeline.records.check_shards import verify_records
from input_pipeline.records.schema import serialize_sample
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


def test_names_need_not_be_utf8(plain, tmp_path):
    name = b"caf\xe9".decode("utf-8", "surrogateescape")
    for part, ending in (("images", "jpg"), ("labels", "png")):
        folder = plain / part / "val"
        (folder / f"000.{ending}").rename(folder / f"{name}.{ending}")
    packed = tmp_path / f"{name}_packed"
    manifest = write_records("folder", plain, packed, ["val"], 1)
    (shard,) = manifest.splits["val"]
    assert shard.count == 2 and b"caf\xe9" in shard.path.read_bytes()
    assert verify_records(packed).splits == manifest.splits
    batches = eval_batches(DataConfig(dataset="records", root=str(packed)))
    assert len(list(batches)) == 2
    found = examine(packed, "records").findings
    assert [f.code for f in found] == ["split_missing"]  # only val was packed


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


def packed_bytes(folder):
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_the_same_data_give_the_same_bytes(plain, tmp_path):
    once, again = tmp_path / "once", tmp_path / "again"
    for output in (once, again):
        write_records("folder", plain, output, shards=2)
    assert packed_bytes(once) == packed_bytes(again)


def stop_after(count, error, monkeypatch):
    """Lets `count` samples be packed, then fails; returns their names."""
    names = []

    def pack(sample, spec):
        if len(names) >= count:
            raise error
        names.append(sample.id)
        return serialize_sample(sample, spec)

    monkeypatch.setattr(record_writer, "serialize_sample", pack)
    monkeypatch.setattr(record_writer.os, "cpu_count", lambda: 1)
    return names


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()]
)
def test_a_stopped_run_goes_on_where_it_was(
    plain, tmp_path, monkeypatch, error
):
    write_records("folder", plain, tmp_path / "whole", shards=3)
    output, partial = tmp_path / "packed", tmp_path / "packed.partial"
    stop_after(4, error, monkeypatch)
    with pytest.raises((DataError, KeyboardInterrupt)):
        write_records("folder", plain, output, shards=3)
    assert not output.exists()
    kept = list((partial / "records").iterdir())
    assert [path.name for path in kept] and all(p.stat().st_size for p in kept)
    # What a killed process would leave, and a disk that lost a byte.
    half = partial / "records/.half.abc.deeplab-partial"
    half.mkdir()
    (half / "half").write_bytes(b"half")
    kept[0].write_bytes(kept[0].read_bytes()[:-1])

    names = stop_after(99, error, monkeypatch)
    monkeypatch.setattr(module, "check_samples", None)  # checked before
    write_records("folder", plain, output, shards=3)
    assert len(names) == 5  # two of the four survived in a finished shard
    assert packed_bytes(output) == packed_bytes(tmp_path / "whole")
    assert not partial.exists()


def test_a_full_disk_is_one_line_that_says_how_to_go_on(
    plain, tmp_path, monkeypatch
):
    stop_after(0, OSError(28, "No space left on device"), monkeypatch)
    with pytest.raises(DataError, match="No space left.*same command goes on"):
        write_records("folder", plain, tmp_path / "packed")


def test_a_limit_of_the_system_is_told_like_a_full_disk(plain, tmp_path):
    """TensorFlow writes the shards, and has errors of its own."""
    resource = pytest.importorskip("resource")
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, kept[1]))
    told = "packed cannot be written: File too large.*same command goes on"
    try:
        with pytest.raises(DataError, match=told):
            write_records("folder", plain, tmp_path / "packed", shards=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)


@pytest.mark.parametrize("change", ["touch", "shards"])
def test_another_work_does_not_continue_it(
    plain, tmp_path, monkeypatch, change
):
    stop_after(3, OSError(28, "full"), monkeypatch)
    with pytest.raises(DataError):
        write_records("folder", plain, tmp_path / "packed", shards=3)
    if change == "touch":
        os.utime(plain / "images/train/000.jpg", (0, 0))
    with pytest.raises(DataError, match="packed.partial was begun from other"):
        shards = 2 if change == "shards" else 3
        write_records("folder", plain, tmp_path / "packed", shards=shards)


def test_reports_every_packed_sample(plain, tmp_path):
    seen = []
    write_records(
        "folder",
        plain,
        tmp_path / "packed",
        progress=lambda done, total: seen.append((done, total)),
    )
    assert sorted(seen) == [(number, 7) for number in range(1, 8)]


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


def test_records_that_are_recognized_are_not_packed_again(tmp_path):
    root = write_folder(tmp_path / "photos")
    write_records("auto", root, tmp_path / "packed", ["train"], shards=1)
    with pytest.raises(DataError, match="packed holds records already"):
        write_records("auto", tmp_path / "packed", tmp_path / "again")
