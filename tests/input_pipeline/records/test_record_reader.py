import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import DataConfig, DataError, eval_batches, write_records
from input_pipeline.records.record_reader import open_records
from tests.input_pipeline.draw_files import write_folder


@pytest.fixture
def foreign(tmp_path):
    """Shards as the official scripts write them: no manifest."""
    write_folder(tmp_path / "plain", count=3)
    folder = tmp_path / "packed"
    write_records("folder", tmp_path / "plain", folder, ["train"], 2)
    (folder / "manifest.json").unlink()
    (folder / "classes.txt").write_text("road\nsky\ncar\n")
    return folder


def rewrite(path, change):
    records = [r.numpy() for r in tf.data.TFRecordDataset(str(path))]
    with tf.io.TFRecordWriter(str(path)) as writer:
        for record in records:
            writer.write(change(tf.train.Example.FromString(record)))


def test_shards_without_a_manifest_are_read(foreign, tmp_path):
    manifest = open_records(foreign)
    assert manifest.spec.class_names == ("road", "sky", "car")
    assert [s.count for s in manifest.splits["train"]] == [2, 1]
    packed, plain = (
        eval_batches(
            DataConfig(root=str(root), dataset=kind, eval_split="train")
        )
        for root, kind in [(foreign, "records"), (tmp_path / "plain", "folder")]
    )
    found = sorted(np.asarray(labels).tobytes() for _, labels in packed)
    assert found == sorted(np.asarray(labels).tobytes() for _, labels in plain)


def test_the_manifest_counts_where_there_is_one(tmp_path):
    root = write_folder(tmp_path / "plain", count=2)
    packed = tmp_path / "packed"
    written = write_records("folder", root, packed, ["train"])
    (packed / "classes.txt").write_text("other\n")
    assert open_records(packed) == written


def test_names_of_classes_are_asked_for(foreign):
    (foreign / "classes.txt").unlink()
    with pytest.raises(DataError, match="no manifest.json.*Add classes.txt"):
        open_records(foreign)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="manifest.json is missing"):
        open_records(tmp_path)
    with pytest.raises(DataError, match="manifest.json is missing"):
        open_records(tmp_path / "nowhere")


def test_missing_shards_are_refused(foreign):
    (foreign / "train-00000-of-00002.tfrecord").unlink()
    with pytest.raises(DataError, match=r"'train' .* numbers \[1\] of 2"):
        open_records(foreign)


def test_other_keys_are_named(foreign):
    def rename(example):
        features = example.features.feature
        features["label"].CopyFrom(features["image/encoded"])
        del features["image/segmentation/class/encoded"]
        return example.SerializeToString()

    rewrite(foreign / "train-00000-of-00002.tfrecord", rename)
    with pytest.raises(DataError) as caught:
        open_records(foreign)
    assert "label" in str(caught.value)
    assert "needed are image/encoded, image/filename" in str(caught.value)


def test_records_of_something_else_are_refused(foreign):
    rewrite(foreign / "train-00000-of-00002.tfrecord", lambda _: b"\xff" * 9)
    with pytest.raises(DataError, match=r"\[0\] is not a tf.train.Example"):
        open_records(foreign)


def test_samples_of_others_are_judged(foreign):
    (foreign / "classes.txt").write_text("road\n")
    config = DataConfig(
        dataset="records", root=str(foreign), eval_split="train"
    )
    with pytest.raises(DataError, match=r"tfrecord\[0\] .*holds the ids 1, 2"):
        eval_batches(config)
