import tensorflow as tf

from input_pipeline import open_dataset, write_records
from input_pipeline.doctor.record_listing import list_records
from input_pipeline.records.manifest import Shard
from tests.input_pipeline.doctor.healthy_folder import write_healthy


def test_samples_come_with_bytes_and_names(tmp_path):
    root = write_healthy(tmp_path / "photos")
    write_records("folder", root, tmp_path / "r", shards=1)
    shards = open_dataset("records", str(tmp_path / "r")).shards("val")
    findings = []
    cases = list(list_records({"val": shards}, findings))
    assert [case.id for case in cases] == ["010", "011"] and not findings
    assert cases[0].image_name == "val-00000-of-00001.tfrecord: 010, image"
    assert cases[1].record == 1 and cases[1].content is not None


def test_foreign_record_and_wrong_count_are_found(tmp_path):
    for name, records in (("a", [b"nonsense"]), ("b", [])):
        with tf.io.TFRecordWriter(str(tmp_path / name)) as writer:
            for record in records:
                writer.write(record)
    shards = tuple(Shard(tmp_path / name, 1) for name in ("a", "b", "c"))
    findings = []
    assert list(list_records({"train": shards}, findings)) == []
    [finding] = findings
    assert finding.code == "shard_damaged"
    foreign, short, missing = finding.places
    assert "tf.train.Example" in foreign.found
    assert short.found == "0 samples instead of 1"
    assert missing.found == "missing"
