"""Tables of Hugging Face and folders of TFDS, unpacked once."""

import json
import sys

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import DataError, open_dataset
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets import HuggingFaceDataset, TFDSDataset
from input_pipeline.datasets.hugging_face import HuggingFaceDataset as Tables
from input_pipeline.datasets.recognize import recognize
from input_pipeline.datasets.tfds_folder import read_columns
from input_pipeline.decode.label import decode_label
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.hostile_json import damaged_texts
from tests.input_pipeline.datasets.write_exports import drawn
from tests.input_pipeline.datasets.write_packed import (
    encoded,
    pairs,
    picture,
    write_features,
    write_hugging_face,
    write_records,
    write_table,
    write_tfds,
)


class TestHuggingFace(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return HuggingFaceDataset(write_hugging_face(tmp_path))


class TestTFDS(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return TFDSDataset(write_tfds(tmp_path))


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return decode_label(tf.io.read_file(str(path)), dataset.spec).numpy()


@pytest.mark.parametrize(
    ("write", "name"),
    [(write_hugging_face, "hugging_face"), (write_tfds, "tfds")],
)
def test_pictures_are_unpacked_once_and_as_they_are(
    tmp_path, write, name, monkeypatch
):
    root = write(tmp_path)
    assert recognize(root) == name
    dataset = open_dataset("auto", root)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.splits == ("train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())
    sample = dataset.samples("val")[1]
    assert sample.image_path.read_bytes() == pairs(10)[1][0]

    def fail(*_):
        raise AssertionError("unpacked again")

    monkeypatch.setattr(type(dataset), "read_pairs", fail)
    assert open_dataset("auto", root).samples("val")[1] == sample


def test_the_hubs_cache_and_the_converted_branch(tmp_path):
    folder = tmp_path / "datasets--me--pets"
    for commit in ("f00", "0ba"):
        path = folder / f"snapshots/{commit}/default/train/0000.parquet"
        write_table(path, pairs(5))
    (folder / "refs").mkdir()
    (folder / "refs/main").write_text("0ba")
    assert recognize(folder) == "hugging_face"
    dataset = HuggingFaceDataset(folder, val_share=0)
    assert dataset.root.name == "0ba"
    assert dataset.splits == ("train",)
    assert dataset.spec.class_names == ("class_0", "class_1", "class_2")


def test_reduced_labels_are_said_not_guessed(tmp_path):
    root = write_hugging_face(tmp_path)
    stored = [(0, 255), (1, 0), (2, 1)]
    listed = [{"stored": s, "class": c} for s, c in stored]
    (root / "label_map.json").write_text(json.dumps({"pairs": listed}))
    dataset = HuggingFaceDataset(root)
    expected = np.array([255, 0, 1])[drawn()]
    np.testing.assert_array_equal(label_of(dataset), expected)


def test_ids_with_gaps_have_the_names_of_the_list(tmp_path):
    root = write_hugging_face(tmp_path)
    names = {"0": "background", "2": "cat", "1": "dog", "9": "bird"}
    (root / "id2label.json").write_text(json.dumps(names))
    dataset = HuggingFaceDataset(root)
    assert dataset.spec.class_names == ("background", "dog", "cat", "bird")
    np.testing.assert_array_equal(label_of(dataset), drawn())


def test_columns_are_found_by_their_names(tmp_path):
    write_table(tmp_path / "train.parquet", pairs(1), "img", "whatever")
    assert len(HuggingFaceDataset(tmp_path, 0).samples("train")) == 2
    write_table(tmp_path / "train.parquet", pairs(1), "x", "y")
    with pytest.raises(DataError, match=r"found: x, y; rename them"):
        HuggingFaceDataset(tmp_path, 0).samples("train")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((None, b""), "row 1: no photograph in it, or only its path"),
        ((b"GIF89a", b""), "row 1: a photograph that is neither"),
        ((pairs(1)[0][0], None), "row 1: no mask in it"),
        (
            (pairs(1)[0][0], encoded(drawn(), "JPEG")),
            "row 1: a mask that is no PNG; JPEG changes ids",
        ),
    ],
)
def test_a_broken_row_is_named(tmp_path, row, reason):
    rows = [pairs(1)[0], row]
    write_table(tmp_path / "train.parquet", rows)
    with pytest.raises(DataError, match=reason):
        HuggingFaceDataset(tmp_path, 0).samples("train")
    rules = DrawingRules(on_error="skip")
    assert len(HuggingFaceDataset(tmp_path, 0, rules).samples("train")) == 1


def test_save_to_disk_names_what_to_write(tmp_path):
    (tmp_path / "train").mkdir()
    (tmp_path / "train/data-00000-of-00001.arrow").write_bytes(b"x")
    assert recognize(tmp_path) == "hugging_face"
    with pytest.raises(DataError, match="to_parquet"):
        open_dataset("auto", tmp_path)


def test_without_pyarrow_the_extra_is_named(tmp_path, monkeypatch):
    root = write_hugging_face(tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match=r"deeplab-family\[huggingface\]"):
        Tables(root).samples("train")


def test_a_damaged_table_never_crashes(tmp_path):
    path = tmp_path / "train.parquet"
    write_table(path, pairs(1))
    text = path.read_bytes()
    for damaged in damaged_texts(text[:-400], 20):
        path.write_bytes(damaged + text[-400:])
        read_or_refuse(HuggingFaceDataset, tmp_path)
    for damaged in damaged_texts(text[-400:], 60):
        path.write_bytes(text[:-400] + damaged)
        read_or_refuse(HuggingFaceDataset, tmp_path)


def test_a_damaged_record_never_crashes(tmp_path):
    root = write_tfds(tmp_path)
    path = root / "1.0.0/pets-train.tfrecord-00000-of-00001"
    text = path.read_bytes()
    for damaged in damaged_texts(text, 20):
        path.write_bytes(damaged)
        read_or_refuse(TFDSDataset, root)


def read_or_refuse(kind, root):
    try:
        samples = kind(root, val_share=0).samples("train")
    except DataError:
        return
    assert all(sample.label_path.is_file() for sample in samples)


def test_the_newest_version_counts(tmp_path):
    root = write_tfds(tmp_path / "pets")
    (root / "1.0.0").rename(root / "3.9.0")
    newer = root / "3.10.0"
    newer.mkdir()
    features = {"annotation": picture(1), "image": picture(3)}
    write_features(newer, features | {"label": {"pythonClassName": "x"}})
    shard = newer / "pets-train.tfrecord-00000-of-00001"
    write_records(shard, pairs(3), mask="annotation")
    dataset = TFDSDataset(root, val_share=0)
    assert dataset.root == newer
    np.testing.assert_array_equal(label_of(dataset), drawn())
    assert dataset.spec.class_names == ("class_0", "class_1", "class_2")


@pytest.mark.parametrize(
    ("features", "reason"),
    [
        ({"image": picture(3)}, "Pictures found: image"),
        ({"segmentation_mask": picture(1)}, "Pictures found: segmentation"),
        ({"image": 5}, "is no features.json"),
    ],
)
def test_features_without_a_pair_are_explained(tmp_path, features, reason):
    write_features(tmp_path, features)
    with pytest.raises(DataError, match=reason):
        read_columns(tmp_path / "features.json")


def test_pictures_of_a_table_stay_what_they_are(tmp_path):
    root = write_hugging_face(tmp_path)
    sample = HuggingFaceDataset(root).samples("train")[0]
    assert Image.open(sample.label_path).mode == "L"
