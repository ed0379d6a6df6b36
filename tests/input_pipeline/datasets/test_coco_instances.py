"""COCO files of several tools, with their own categories."""

import json

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco

from input_pipeline import DataError, open_dataset
from input_pipeline.datasets import COCOInstancesDataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_coco import write_coco
from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    SMALL,
    annotation,
    coco_content,
    drawn,
    outline,
    write_coco_instances,
    write_photographs,
    write_roboflow_coco,
)


class TestCOCOInstances(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return COCOInstancesDataset(write_coco_instances(tmp_path / "x"))


def single(tmp_path, content, names=("a.jpg", "b.jpg")):
    write_photographs(tmp_path, names)
    (tmp_path / "pets.json").write_text(json.dumps(content))
    return COCOInstancesDataset(tmp_path, val_share=0)


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return np.asarray(Image.open(path))


def test_roboflow_is_recognized_and_its_heading_is_no_class(tmp_path):
    write_roboflow_coco(tmp_path)
    assert recognize(tmp_path) == "coco_instances"
    dataset = open_dataset("auto", tmp_path)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.splits == ("test", "train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())


def test_a_heading_that_is_used_is_a_class(tmp_path):
    root = write_roboflow_coco(tmp_path)
    path = root / "test/_annotations.coco.json"
    content = json.loads(path.read_text())
    content["annotations"][0]["category_id"] = 0
    path.write_text(json.dumps(content))
    names = COCOInstancesDataset(root).spec.class_names
    assert names == ("background", "pets", "dog", "cat")


@pytest.mark.parametrize("others", [[], ["dog"]])
def test_a_heading_may_have_the_name_of_a_class(tmp_path, others):
    """As Roboflow writes a project that is called like its class."""
    content = coco_content(["a.jpg"])
    content["categories"] = [
        {"id": 0, "name": "cat", "supercategory": "none"},
        {"id": 3, "name": "cat", "supercategory": "cat"},
        {"id": 7, "name": "dog", "supercategory": "cat"},
    ][: 2 + len(others)]
    content["annotations"] = [annotation(1, 1, 3, [outline(*BOX)])]
    dataset = single(tmp_path, content, ["a.jpg"])
    assert dataset.spec.class_names == ("background", "cat", *others)
    assert (label_of(dataset) == 1).sum() == 20 * 20


def test_two_classes_of_one_name_are_refused(tmp_path):
    content = coco_content()
    content["categories"] = [
        {"id": 3, "name": "cat", "supercategory": "pets"},
        {"id": 7, "name": "cat", "supercategory": "pets"},
    ]
    with pytest.raises(DataError, match="two categories have the name 'cat'"):
        _ = single(tmp_path, content).spec


def test_an_object_may_reach_beyond_the_edge(tmp_path):
    """CVAT lets people draw there."""
    content = coco_content(["a.jpg"])
    parts = [outline(-20, -5, 10, 50)]
    content["annotations"] = [annotation(1, 1, 3, parts)]
    label = label_of(single(tmp_path, content, ["a.jpg"]))
    expected = np.zeros(SIZE, np.uint8)
    expected[:, :10] = 2
    np.testing.assert_array_equal(label, expected)


@pytest.mark.parametrize("box", [(-40, 0, 9, 9), (-20, 0, -1, 9)])
def test_an_object_elsewhere_is_named(tmp_path, box):
    content = coco_content()
    content["annotations"][0]["segmentation"] = [outline(*box)]
    with pytest.raises(DataError, match="annotation id 1: a polygon outside"):
        single(tmp_path, content).samples("train")


def test_files_that_number_the_classes_in_other_ways_mean_the_same(tmp_path):
    root = write_coco_instances(tmp_path)
    path = root / "annotations/instances_val.json"
    content = json.loads(path.read_text())
    content["categories"] = [
        {"id": 7, "name": "cat"},
        {"id": 3, "name": "dog"},
        {"id": 1, "name": "bird"},
    ]
    for entry in content["annotations"]:
        entry["category_id"] = 10 - entry["category_id"]
    path.write_text(json.dumps(content))
    dataset = COCOInstancesDataset(root)
    assert dataset.spec.class_names == ("background", "dog", "cat", "bird")
    for split in ("train", "val"):
        np.testing.assert_array_equal(label_of(dataset, split=split), drawn())


@pytest.mark.parametrize("compressed", [True, False])
def test_run_lengths_are_drawn_as_polygons_are(tmp_path, compressed):
    height, width = SIZE
    entries = []
    for number, (category, box) in enumerate(((7, SMALL), (3, BOX)), 1):
        (runs,) = coco.frPyObjects([outline(*box)], height, width)
        counts = runs["counts"].decode()
        if not compressed:
            flat = coco.decode(runs).T.ravel().tolist()
            turns = [i for i in range(1, len(flat)) if flat[i] != flat[i - 1]]
            ends = [*turns, len(flat)]
            counts = [b - a for a, b in zip([0, *turns], ends, strict=True)]
        found = {"size": [height, width], "counts": counts}
        entries.append(annotation(number, 1, category, found))
    content = {**coco_content(["a.jpg"]), "annotations": entries}
    dataset = single(tmp_path, content, ["a.jpg"])
    np.testing.assert_array_equal(label_of(dataset), drawn())


def test_several_polygons_are_one_object(tmp_path):
    parts = [outline(0, 0, 9, 9), outline(5, 5, 20, 20)]
    content = coco_content(["a.jpg"])
    content["annotations"] = [annotation(1, 1, 3, parts)]
    height, width = SIZE
    runs = coco.merge(coco.frPyObjects(parts, height, width))
    label = label_of(single(tmp_path, content, ["a.jpg"]))
    np.testing.assert_array_equal(label == 2, coco.decode(runs) == 1)


def test_a_crowd_has_its_class_and_lies_under_the_others(tmp_path):
    """CVAT writes what was painted with a brush as a crowd."""
    height, width = SIZE
    runs = {"size": [height, width], "counts": [0, height * width]}
    content = coco_content(["a.jpg"])
    content["annotations"] = [
        annotation(1, 1, 3, [outline(*BOX)]),
        annotation(2, 1, 7, runs, iscrowd=1),
    ]
    write_photographs(tmp_path, ["a.jpg"])
    (tmp_path / "pets.json").write_text(json.dumps(content))
    for overlap in ("later", "smaller"):
        from input_pipeline.annotations.drawing_rules import DrawingRules

        dataset = COCOInstancesDataset(tmp_path, 0, DrawingRules(overlap))
        label = label_of(dataset)
        assert (label == 2).sum() == 20 * 20
        assert (label == 1).sum() == label.size - 20 * 20


@pytest.mark.parametrize(
    "written",
    [
        "images/a.jpg",
        "images\\a.jpg",
        "/home/me/project/images/a.jpg",
        "C:\\photos\\a.jpg",
        "../../upload/1/a.jpg",
        "http://localhost:8080/data/upload/1/a.jpg?d=5",
    ],
)
def test_photographs_are_found_by_the_names_that_tools_write(tmp_path, written):
    write_photographs(tmp_path / "images", ["a.jpg"])
    content = coco_content([written])
    (tmp_path / "result.json").write_text(json.dumps(content))
    dataset = COCOInstancesDataset(tmp_path, val_share=0)
    (sample,) = dataset.samples("train")
    assert sample.image_path == tmp_path / "images/a.jpg"
    assert sample.label_path.is_relative_to(tmp_path)


def test_boxes_only_name_the_setting_of_the_tool(tmp_path):
    content = coco_content()
    for entry in content["annotations"]:
        entry["segmentation"] = []
    with pytest.raises(DataError, match="boxes only.*COCO Segmentation"):
        _ = single(tmp_path, content).spec


def test_a_single_box_is_named(tmp_path):
    content = coco_content()
    del content["annotations"][3]["segmentation"]
    with pytest.raises(DataError, match=r"annotation id 4: a box without"):
        single(tmp_path, content).samples("train")


def test_runs_of_a_turned_picture_are_named(tmp_path):
    height, width = SIZE
    runs = {"size": [width, height], "counts": [height * width]}
    content = coco_content()
    content["annotations"][0]["segmentation"] = runs
    with pytest.raises(DataError, match=r"size \[60, 40\] for a picture of"):
        single(tmp_path, content).samples("train")


def test_the_papers_data_set_stays_what_it_is(tmp_path):
    """COCO 2017 is COCO with VOC's classes unless it is named otherwise."""
    root = write_coco(tmp_path)
    assert recognize(root) == "coco"
    dataset = COCOInstancesDataset(root)
    assert dataset.splits == ("train", "val")
    assert dataset.spec.num_classes == 22  # all of the file's, and background
    assert "zebra" in dataset.spec.class_names


def test_categories_that_are_not_cocos_are_explained_by_name(tmp_path):
    root = write_coco_instances(tmp_path)
    for split in ("train", "val"):
        path = root / f"annotations/instances_{split}.json"
        path.rename(path.with_name(f"instances_{split}2017.json"))
        (root / "images" / split).rename(root / f"{split}2017")
    assert recognize(root) == "coco"
    with pytest.raises(DataError, match="--data.dataset coco_instances"):
        open_dataset("auto", root).samples("train")


def test_keypoints_and_captions_are_no_instances(tmp_path):
    root = write_coco_instances(tmp_path)
    for name in ("captions_train.json", "person_keypoints_train.json"):
        (root / "annotations" / name).write_text('{"info": {}, "images": []}')
    assert COCOInstancesDataset(root).splits == ("train", "val")
