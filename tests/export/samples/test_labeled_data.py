"""Each data set can be proven: labels come through its spec, as in training."""

import json

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.evaluation import evaluate
from deeplab_family.inference import KerasPredictor
from export import ExportError, LabeledData
from export.proof.measurement import compare
from export.samples.samples import read_compared
from input_pipeline import (
    DataConfig,
    DataError,
    eval_batches,
    open_dataset,
    write_records,
)
from tests.input_pipeline.datasets.write_cityscapes import (
    write_cityscapes,
    write_image,
    write_label,
)
from tests.input_pipeline.doctor.test_known_data_sets import WRITERS
from tests.input_pipeline.draw_files import random_ids, write_folder

SPLITS = {"kitti_road": "val_part"}
EXPORTS = ("coco_instances", "coco_panoptic", "coco_stuff", "yolo")
SIZES = {"coco": (60, 80), **dict.fromkeys(EXPORTS, (40, 60))}
"""Of the images, where it is another one: resized labels score otherwise."""

# Ids behind a map, outlines, colors, and files packed together; what the labels
# of each data set mean has tests of its own.
QUICK = ("cityscapes", "coco", "kitti_road", "records")


def random_model(classes):
    keras.utils.set_random_seed(1)
    inputs = keras.Input((None, None, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    x = keras.layers.Conv2D(8, 5, padding="same", activation="relu")(x)
    return keras.Model(inputs, keras.layers.Conv2D(classes, 1)(x))


def mean_ious(data, size):
    """What `evaluate` says of a model, and what an export says of it."""
    spec = open_dataset(data.dataset, data.root).spec
    predictor = KerasPredictor(random_model(spec.num_classes))
    config = DataConfig(
        dataset=data.dataset, root=data.root, eval_split=data.split
    )
    scores = evaluate(predictor, eval_batches(config), spec)
    samples = read_compared("", data, 1000, size)
    assert len(samples.images) == len(samples.names) == scores.images
    compared = compare({"keras": predictor}, samples)["keras"]
    return scores.mean_iou, compared.facts(compared)["mean_iou"]


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in (*WRITERS, "records")
    ],
)
def test_the_mean_iou_of_an_export_is_that_of_evaluate(name, tmp_path):
    root, size = tmp_path / name, (36, 48)
    if name == "records":
        photos = write_folder(tmp_path / "photos", "val", 5)
        write_records("folder", photos, root, ["val"], shards=2)
    else:
        WRITERS[name](root)
    size = SIZES.get(name, size)
    split = SPLITS.get(name, "val")
    data = LabeledData(root=str(root), dataset=name, split=split)
    expected, received = mean_ious(data, size)
    assert 0 < expected < 1
    assert received == pytest.approx(expected, abs=1e-6)


def stored(root, change, pairs):
    """A folder whose labels hold other ids, and the map that says so."""
    for path in (root / "labels" / "val").iterdir():
        Image.fromarray(change(np.asarray(Image.open(path)))).save(path)
    pairs = [{"stored": s, "class": c} for s, c in pairs]
    (root / "label_map.json").write_text(json.dumps({"pairs": pairs}))


@pytest.mark.parametrize(
    ("change", "pairs"),
    [
        (lambda ids: ids + np.uint8(1), [(0, 255), (1, 0), (2, 1), (3, 2)]),
        (
            lambda ids: np.where(ids == 255, 0, ids * 10 + 10).astype("uint8"),
            [(0, 255), (10, 0), (20, 1), (30, 2)],
        ),
    ],
)
def test_labels_behind_a_map_are_the_classes_they_stand_for(
    change, pairs, tmp_path
):
    root = write_folder(tmp_path / "photos", "val")
    plain = LabeledData(root=str(root)).read(9, (36, 48))
    stored(root, change, pairs)
    mapped = LabeledData(root=str(root)).read(9, (36, 48))
    np.testing.assert_array_equal(mapped[1], plain[1])
    np.testing.assert_array_equal(
        mapped[1], [random_ids(number) for number in range(3)]
    )


def test_cityscapes_ids_become_train_ids(tmp_path):
    write_cityscapes(tmp_path)
    ids = np.full((36, 48), 7, np.uint8)
    ids[:18], ids[:, :8] = 26, 1
    frame = "munster_000000_000019"
    write_image(tmp_path, "val", frame, 5)
    write_label(tmp_path, "gtFine", "val", frame, ids)
    data = LabeledData(root=str(tmp_path), dataset="cityscapes")
    labels = data.read(9, (36, 48))[1]
    expected = np.zeros((36, 48), np.uint8)
    expected[:18], expected[:, :8] = 13, 255
    np.testing.assert_array_equal(labels[1], expected)


def test_images_are_chosen_evenly_resized_and_named(tmp_path):
    root = write_folder(tmp_path / "photos", "val", 6, [(36, 48), (50, 30)])
    images, labels, names = LabeledData(root=str(root)).read(3, (72, 96))
    assert names == ("000.jpg", "002.jpg", "004.jpg")
    assert images.shape == (3, 72, 96, 3) and images.dtype == np.uint8
    ids = random_ids(2).repeat(2, 0).repeat(2, 1)
    np.testing.assert_array_equal(labels[1], ids)


def test_records_are_chosen_as_their_files(tmp_path):
    photos = write_folder(tmp_path / "photos", "val", 7)
    write_records("folder", photos, tmp_path / "r", ["val"], shards=1)
    packed = LabeledData(root=str(tmp_path / "r"), dataset="records")
    images, labels, names = packed.read(3, (36, 48))
    plain = LabeledData(root=str(photos)).read(3, (36, 48))
    np.testing.assert_array_equal(images, plain[0])
    np.testing.assert_array_equal(labels, plain[1])
    assert len(names) == 3


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("labels/val/001.png", "val/001.png"),
        ("images/val/002.jpg", "val/002.jpg"),
    ],
)
def test_damaged_files_are_named(tmp_path, name, told):
    root = write_folder(tmp_path / "photos", "val")
    content = (root / name).read_bytes()
    (root / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match=told):
        LabeledData(root=str(root)).read(9, (36, 48))


def test_ids_without_a_class_are_named(tmp_path):
    root = write_folder(tmp_path / "photos", "val")
    (root / "classes.txt").write_text("road\nsky\n")
    with pytest.raises(DataError, match="000.png.*2"):
        LabeledData(root=str(root)).read(9, (36, 48))


def test_a_model_of_other_classes_is_refused(tmp_path, caplog):
    data = LabeledData(root=str(write_folder(tmp_path / "photos", "val")))
    data.require_classes(("road", "sky", "car"), 3)
    assert not caplog.records
    data.require_classes(None, 3)
    assert "does not name its classes" in caplog.text
    with pytest.raises(ValueError, match="class 0 is 'car', the data's is 'ro"):
        data.require_classes(("car", "sky", "road"), 3)
    with pytest.raises(ValueError, match="knows 4 classes.*has 3"):
        data.require_classes(None, 4)


def test_it_says_which_data_it_is(tmp_path):
    data = LabeledData(root=str(tmp_path / "streets"), dataset="cityscapes")
    assert str(data) == "streets (cityscapes), split val"
    with pytest.raises(ExportError, match="`root`"):
        LabeledData(root="")
