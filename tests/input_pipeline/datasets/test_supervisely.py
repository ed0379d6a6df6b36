"""Supervisely's projects: bitmaps, polygons with holes, mistakes."""

import json
import shutil

import cv2
import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, open_dataset
from input_pipeline.annotations.draw_regions import whole_mask
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.png_mask import decode_mask
from input_pipeline.annotations.supervisely_objects import read_outline
from input_pipeline.datasets import SuperviselyDataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.hostile_json import (
    HOSTILE,
    damaged_texts,
    judge,
    places,
    replaced,
)
from tests.input_pipeline.datasets.write_exports import SIZE, drawn
from tests.input_pipeline.datasets.write_supervisely import (
    META,
    annotation,
    bitmap,
    cat_and_dog,
    packed,
    shape,
    write_supervisely,
)


class TestSupervisely(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return SuperviselyDataset(write_supervisely(tmp_path / "x"))


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return np.asarray(Image.open(path))


def mask_of(entry, size=SIZE):
    return whole_mask(read_outline(entry, *size), *size)


def test_a_project_in_a_folder(tmp_path):
    """The class of landmarks is none of the classes."""
    write_supervisely(tmp_path / "project")
    assert recognize(tmp_path) == "supervisely"
    dataset = open_dataset("auto", tmp_path)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.splits == ("train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())


def test_the_smallest_example(tmp_path):
    """A block of 2 x 2 pixels at x 1, y 1."""
    data = (
        "eJzrDPBz5+WS4mJgYOD19HAJAtJMIMwBJBjC7wb9AFJ8ni6OIRVzkv+cP3DkAAMDKy8j8"
        "w6vmHyQCk9XP5d1TglNAP5cEPM="
    )
    entry = {
        "geometryType": "bitmap",
        "bitmap": {"origin": [1, 1], "data": data},
    }
    expected = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0]]
    np.testing.assert_array_equal(mask_of(entry, (3, 4)), expected)


def test_the_example_of_supervisely_itself():
    """The mask and its text in the documentation of `Bitmap`."""
    text = (
        "eJzrDPBz5+WS4mJgYOD19HAJAtLMIMwIInOeqf8BUmwBPiGuQPr///9Lb86/C2QxlgT5B"
        "TM4PLuRBuTwebo4hlTMSa44sKHhISMDuxpTYrr03F6gDIOnq5/LOqeEJgDM5ht6"
    )
    expected = [[1, 1, 1], [1, 0, 1], [1, 1, 1]]
    np.testing.assert_array_equal(decode_mask(text, 5, 5), expected)


@pytest.mark.parametrize("mode", ["palette", "alpha", "gray"])
@pytest.mark.parametrize("zipped", [True, False])
def test_masks_of_all_versions(mode, zipped):
    mask = np.random.default_rng(0).random((5, 9)) > 0.5
    text = packed(mask, mode, zipped)
    np.testing.assert_array_equal(decode_mask(text, 5, 9), mask)


def test_polygons_are_filled_as_supervisely_fills_them():
    """By OpenCV, the hole cut with its outline."""
    outer = [[3, 2], [50, 5], [40, 35], [5, 30]]
    hole = [[20, 10], [30, 12], [25, 22]]
    expected = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(expected, [np.array(outer, np.int32)], 1)
    cv2.fillPoly(expected, [np.array(hole, np.int32)], 0)
    found = mask_of(shape("cat", "polygon", outer, [hole]))
    np.testing.assert_array_equal(found, expected == 1)


def test_lines_are_one_pixel_wide_and_landmarks_nothing(tmp_path):
    objects = [
        shape("cat", "line", [[10, 5], [10, 20]]),
        shape("nose", "point", [[3, 3]]),
    ]
    dataset = SuperviselyDataset(write_supervisely(tmp_path, objects))
    expected = np.zeros(SIZE, np.uint8)
    expected[5:21, 10] = 2
    np.testing.assert_array_equal(label_of(dataset), expected)


def test_data_sets_that_are_no_splits(tmp_path):
    root = write_supervisely(tmp_path)
    (root / "train").rename(root / "monday")
    (root / "val").rename(root / "tuesday")
    dataset = SuperviselyDataset(root, val_share=0)
    assert dataset.splits == ("train",)
    assert [s.id for s in dataset.samples("train")] == [
        "monday/ann/train_a.jpg",
        "monday/ann/train_b.jpg",
        "tuesday/ann/val_a.jpg",
        "tuesday/ann/val_b.jpg",
    ]


BROKEN = [
    (shape("bird", "polygon", [[1, 1], [9, 1], [9, 9]]), "'bird' is not list"),
    (shape("cat", "cuboid", []), "the geometryType 'cuboid'"),
    (shape("cat", "polygon", [[1, 1], [9, 1]]), "less than three points"),
    (shape("cat", "polygon", [[1, 1], [99, 1], [9, 9]]), "outside of the 60"),
    (bitmap("cat", np.zeros((2, 2)), (1, 1)), "an empty mask"),
    (bitmap("cat", np.ones((9, 9)), (55, 1)), "a mask that leaves the 60"),
    (bitmap("cat", np.ones((50, 9)), (0, 0)), "a mask of 9 x 50 pixels"),
]


@pytest.mark.parametrize(("made", "reason"), BROKEN)
def test_a_broken_object_is_named(tmp_path, made, reason):
    root = write_supervisely(tmp_path)
    path = root / "train/ann/train_a.jpg.json"
    path.write_text(json.dumps(annotation([made])))
    with pytest.raises(DataError, match=reason) as caught:
        SuperviselyDataset(root).samples("train")
    place = f"train/ann/train_a.jpg.json: object id {made['id']}: "
    assert place in str(caught.value)
    skipped = SuperviselyDataset(root, rules=DrawingRules(on_error="skip"))
    assert len(skipped.samples("train")) == 1


@pytest.mark.parametrize(
    "classes",
    [None, [], [5], [{"title": ""}], [{"title": "a"}, {"title": "a"}]],
)
def test_a_damaged_meta_is_explained(tmp_path, classes):
    root = write_supervisely(tmp_path)
    (root / "meta.json").write_text(json.dumps({**META, "classes": classes}))
    with pytest.raises(DataError, match=r"meta\.json is no meta\.json of"):
        _ = SuperviselyDataset(root).spec


def one_image(root):
    write_supervisely(root)
    shutil.rmtree(root / "val")
    (root / "train/ann/train_b.jpg.json").unlink()
    return root / "train/ann/train_a.jpg.json"


def test_no_hostile_value_passes(tmp_path):
    path = one_image(tmp_path)
    polygon = shape("cat", "polygon", [[1, 1], [9, 1], [9, 9]])
    whole = annotation([*cat_and_dog(), polygon])
    cases = [
        (place, value)
        for place in places(whole)
        for value in HOSTILE
        if not {"id", "tags", "description"} & {*place}
    ]
    assert len(cases) > 400
    for place, value in cases:
        if place[-1] in ("objects", "interior") and value == []:
            continue  # nothing there, or no hole
        path.write_text(json.dumps(replaced(whole, place, value)))
        assert judge(SuperviselyDataset, tmp_path) is None, (place, value)


def test_no_damaged_text_crashes(tmp_path):
    path = one_image(tmp_path)
    text = json.dumps(annotation(cat_and_dog())).encode()
    for damaged in damaged_texts(text, 300):
        path.write_bytes(damaged)
        judge(SuperviselyDataset, tmp_path)
