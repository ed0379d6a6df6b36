from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline import DataError, DatasetSpec, open_dataset
from input_pipeline.decode.label import decode_label
from input_pipeline.records.schema import (
    parse_sample,
    serialize_sample,
    unpack_record,
)
from tests.input_pipeline.draw_files import (
    SIZE,
    palette_image,
    random_ids,
    write_folder,
)


def one_sample(tmp_path, ending="jpg"):
    root = write_folder(tmp_path, count=1, ending=ending)
    return open_dataset("folder", root).samples("train")[0]


def test_the_photograph_keeps_its_bytes_and_the_label_its_ids(tmp_path):
    sample = one_sample(tmp_path)
    parsed = parse_sample(tf.constant(serialize_sample(sample)))
    assert parsed["id"] == b"000"
    assert parsed["image"] == sample.image_path.read_bytes()
    stored = decode_label(tf.constant(sample.label_path.read_bytes()))
    np.testing.assert_array_equal(decode_label(parsed["label"]), stored)


def test_keys_are_those_of_the_official_data_sets(tmp_path):
    record = serialize_sample(one_sample(tmp_path, "png"))
    features = tf.train.Example.FromString(record).features.feature
    assert set(features) == {
        "image/encoded",
        "image/filename",
        "image/format",
        "image/height",
        "image/width",
        "image/channels",
        "image/segmentation/class/encoded",
        "image/segmentation/class/format",
    }
    size = [
        features[f"image/{side}"].int64_list.value[0]
        for side in ("height", "width", "channels")
    ]
    assert size == [*SIZE, 3]
    assert features["image/format"].bytes_list.value[0] == b"png"


def test_palettes_become_gray_with_the_same_ids(tmp_path):
    sample = one_sample(tmp_path)
    ids = random_ids(4)
    palette_image(ids).save(sample.label_path)
    label = parse_sample(tf.constant(serialize_sample(sample)))["label"]
    assert label.numpy()[24:26] == b"\x08\x00"
    np.testing.assert_array_equal(decode_label(label), ids)


def test_mapped_labels_are_packed_as_class_ids(tmp_path):
    sample = one_sample(tmp_path)
    pairs = ((0, 1), (1, 255), (2, 0), (255, 255))
    spec = DatasetSpec(("x", "y"), ((0, 0, 0),) * 2, label_map=pairs)
    stored = decode_label(tf.constant(sample.label_path.read_bytes())).numpy()
    label = parse_sample(tf.constant(serialize_sample(sample, spec)))["label"]
    expected = spec.label_table[stored]
    np.testing.assert_array_equal(decode_label(label), expected)


def test_unpacks_what_was_packed_and_refuses_the_rest(tmp_path):
    sample = one_sample(tmp_path)
    name, image, _ = unpack_record(Path("a"), serialize_sample(sample))
    assert (name, image) == ("000", sample.image_path.read_bytes())
    empty = tf.train.Example().SerializeToString()
    with pytest.raises(DataError, match="a has the keys none; needed are"):
        unpack_record(Path("a"), empty)
    with pytest.raises(DataError, match="a is not a tf.train.Example"):
        unpack_record(Path("a"), b"\xff\xff")
