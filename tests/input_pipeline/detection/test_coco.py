"""COCO instances as objects, and what is wrong with some."""

import json
import logging

import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.annotations.run_lengths import compress, count_runs
from input_pipeline.detection import object_mask
from tests.input_pipeline.detection.write_objects import (
    HEIGHT,
    WIDTH,
    annotation,
    opened,
    write_coco,
)


def objects(root, **fields):
    return opened(root, **fields).split("train")[0].objects


def test_boxes_classes_areas_and_ids_are_those_of_the_file(tmp_path):
    write_coco(tmp_path, [annotation(area=123.5), annotation(category=3)])
    data = opened(tmp_path)
    first, second = data.split("train")[0].objects
    assert first.box == (10, 5, 30, 15) and first.area == 123.5
    assert (first.class_id, second.class_id) == (0, 1)
    assert data.spec.class_names == ("cat", "dog")
    assert data.split("train").category_ids == (7, 3)


def test_polygons_and_both_kinds_of_run_lengths_give_the_same_mask(tmp_path):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[5:15, 10:30] = True
    runs = count_runs(mask)
    size = [HEIGHT, WIDTH]
    entries = [
        annotation(),
        annotation(segmentation={"size": size, "counts": runs}),
        annotation(segmentation={"size": size, "counts": compress(runs)}),
        annotation(segmentation=None),  # a box is its own mask
    ]
    write_coco(tmp_path, entries)
    image = opened(tmp_path).split("train")[0]
    for thing in image.objects:
        np.testing.assert_array_equal(object_mask(thing, image), mask)


def test_crowds_are_ignored(tmp_path):
    write_coco(tmp_path, [annotation(iscrowd=1), annotation()])
    crowd, single = objects(tmp_path)
    assert crowd.crowd and crowd.ignored and not single.ignored


def test_without_a_box_it_is_that_of_the_outline(tmp_path):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[7:9, 3:8] = True
    runs = {"size": [HEIGHT, WIDTH], "counts": count_runs(mask)}
    entries = [
        annotation() | {"bbox": None},
        annotation(segmentation=runs) | {"bbox": None},
    ]
    write_coco(tmp_path, entries)
    polygon, drawn = objects(tmp_path)
    assert polygon.box == (10, 5, 30, 15)
    assert drawn.box == (3, 7, 8, 9)


def test_boxes_are_cut_at_the_edge_of_the_picture(tmp_path):
    write_coco(
        tmp_path,
        [annotation(bbox=(-1, 30, 5, 12), segmentation=None)],
    )
    (thing,) = objects(tmp_path)
    assert thing.box == (0, 30, 4, HEIGHT)


BROKEN = {
    "outside": (annotation(bbox=(70, 5, 5, 5)), "outside of the 60 x 40"),
    "negative": (
        annotation(bbox=(9, 9, -3, 5), segmentation=None),
        "negative size, -3 x 5",
    ),
    "nan": (
        annotation(bbox=(9, 9, 1e400, 5), segmentation=None),
        "cannot be used|Infinity|no file of",
    ),
    "text": (
        annotation(segmentation=None) | {"bbox": ["a", 1, 2, 3]},
        "something else than numbers",
    ),
    "two points": (
        annotation(segmentation=[[1, 1, 5, 5]]),
        "less than three points",
    ),
    "category": (annotation(category=99), "category_id 99 is not listed"),
    "no list": (annotation(category=[7]), "is not listed"),
    "crowd": (annotation(iscrowd=2), "iscrowd 2"),
    "runs": (
        annotation(segmentation={"size": [40, 60], "counts": [5]}),
        "runs of 5 pixels",
    ),
    "image": (annotation(image=5), "image_id 5"),
    "nothing": (
        annotation(segmentation=None) | {"bbox": None},
        "neither a box nor an outline",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_annotation_is_named_or_left_out_and_told(
    tmp_path, caplog, name
):
    entry, words = BROKEN[name]
    write_coco(tmp_path, [annotation(), entry])
    with pytest.raises(DataError, match=words) as caught:
        opened(tmp_path).split("train")
    if name == "nan":
        return  # the file is no JSON at all
    assert "instances_train.json" in str(caught.value)
    assert "annotation id 2" in str(caught.value)
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        split = opened(tmp_path, on_error="skip").split("train")
    assert [len(image.objects) for image in split] == [1, 0]
    assert "annotation id 2" in caplog.text


def test_a_flat_box_is_told_counts_and_trains_nothing(tmp_path, caplog):
    flat = annotation(bbox=(10, 5, 20, 0), segmentation=None)
    write_coco(tmp_path, [annotation(), flat], count=1)
    data = opened(tmp_path, batch_size=1)
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        assert len(data.truths("train")[0].objects) == 2
    assert "annotation id 2 of train_1.png" in caplog.text
    (batch,) = data.train_batches().take(1).as_numpy_iterator()
    np.testing.assert_array_equal(batch["classes"], [[0]])


def test_chosen_classes_keep_their_order_and_others_are_left_out(tmp_path):
    write_coco(tmp_path, [annotation(), annotation(category=3)])
    data = opened(tmp_path, classes=("dog",))
    (thing,) = data.split("train")[0].objects
    assert thing.class_id == 0 and data.split("train").category_ids == (3,)
    with pytest.raises(DataError, match="no category 'cow'. It has: cat, dog"):
        _ = opened(tmp_path, classes=("cow",)).spec


def test_categories_count_by_name_not_by_number(tmp_path):
    """The other file numbers them the other way round."""
    write_coco(tmp_path, [annotation()])
    write_coco(tmp_path, [annotation(category=7)], split="val")
    path = tmp_path / "annotations" / "instances_val.json"
    content = json.loads(path.read_text())
    content["categories"] = [
        {"id": 7, "name": "dog"},
        {"id": 8, "name": "cat"},
    ]
    path.write_text(json.dumps(content))
    data = opened(tmp_path)
    assert data.split("val")[0].objects[0].class_id == 1
    assert data.split("val").category_ids == (8, 7)


def test_a_file_without_splits_is_divided(tmp_path):
    write_coco(tmp_path, [annotation(i) for i in range(1, 11)], count=10)
    path = tmp_path / "annotations" / "instances_train.json"
    path.rename(path.with_name("project.json"))
    for photograph in (tmp_path / "images" / "train").iterdir():
        photograph.rename(tmp_path / "images" / photograph.name)
    data = opened(tmp_path)
    train, val = (
        {image.path.name for image in data.split(name)}
        for name in ("train", "val")
    )
    assert len(train) == 8 and len(val) == 2 and not train & val


def test_an_image_of_another_size_than_annotated_is_named(tmp_path, caplog):
    write_coco(tmp_path, [annotation(1), annotation(2)])
    path = tmp_path / "annotations" / "instances_train.json"
    path.write_text(path.read_text().replace('"width": 60', '"width": 61', 1))
    words = (
        r"train_1.png has 60 x 40 pixels \(upright\), its annotation says 61"
    )
    with pytest.raises(DataError, match=words):
        opened(tmp_path).split("train")
    assert len(opened(tmp_path, on_error="skip").split("train")) == 1
