"""Label Studio's JSON: brush, outlines in percent, both exports, mistakes."""

import json
import logging

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco

from input_pipeline import DataError, open_dataset
from input_pipeline.annotations.draw_regions import whole_mask
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.label_studio_regions import read_outline
from input_pipeline.annotations.label_studio_tasks import photograph_name
from input_pipeline.datasets import LabelStudioDataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.hostile_json import (
    HOSTILE,
    damaged_texts,
    judge,
    places,
    replaced,
)
from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    SMALL,
    drawn,
    write_photographs,
)
from tests.input_pipeline.datasets.write_label_studio import (
    brush,
    cat_and_dog,
    polygon,
    result,
    task,
    write_label_studio,
)

EXPECTED = np.array([0, 2, 1])[drawn()]
"""Classes are sorted: the cat is 1, the dog 2."""

SQUARE = [0, 0, 0, 48, 57, 27, 254, 19, 0, 159, 254, 112, 9, 255, 227, 0]
"""Pixels x 1-2, y 1-2 of 4 x 3; `decode_rle` of label_studio_sdk 2.1.2 reads
it so."""


class TestLabelStudio(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return LabelStudioDataset(write_label_studio(tmp_path / "x"))


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return np.asarray(Image.open(path))


def single(root, tasks, names=("a.jpg",)):
    write_photographs(root, names)
    (root / "export.json").write_text(json.dumps(tasks))
    return LabelStudioDataset(root, val_share=0)


def mask_of(value, size=SIZE):
    return whole_mask(read_outline(value, *size), *size)


def test_brush_and_polygons_with_uploaded_photographs(tmp_path):
    """The photographs are called as before the upload."""
    root = write_label_studio(tmp_path)
    assert recognize(root) == "label_studio"
    dataset = open_dataset("auto", root)
    assert dataset.spec.class_names == ("background", "cat", "dog")
    assert dataset.splits == ("train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), EXPECTED)


def test_the_smallest_example_in_all_its_exports(tmp_path):
    """As JSON, as pre-annotation, and as the converter's JSON-MIN."""
    value = {"format": "rle", "brushlabels": ["cat"], "rle": SQUARE}
    made = result("brushlabels", value, size=(3, 4))
    flat = {
        "image": "/data/upload/1/0a1b2c3d-a.jpg",
        "id": 5,
        "tag": [value | {"original_width": 4, "original_height": 3}],
        "annotator": 1,
        "annotation_id": 9,
        "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2024-01-02T00:00:00Z",
        "lead_time": 3.5,
    }
    guess = {"data": {"image": "a.jpg"}, "predictions": [{"result": [made]}]}
    expected = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0]]
    Image.new("RGB", (4, 3)).save(tmp_path / "a.jpg")
    for content in ([task(5, "a.jpg", [made])], [guess], [flat]):
        (tmp_path / "export.json").write_text(json.dumps(content))
        assert recognize(tmp_path) == "label_studio"
        dataset = LabelStudioDataset(tmp_path, val_share=0)
        np.testing.assert_array_equal(label_of(dataset), expected)


def test_polygons_are_percent_and_filled_as_pycocotools_fills_them():
    points = [3.43, 2.21, 30.67, 5.15, 20.28, 28.72, 5.56, 20.47]
    (runs,) = coco.frPyObjects([points], *SIZE)
    pairs = zip(points[::2], points[1::2], strict=True)
    shares = [[x / SIZE[1] * 100, y / SIZE[0] * 100] for x, y in pairs]
    np.testing.assert_array_equal(
        mask_of({"points": shares}), coco.decode(runs) == 1
    )


def test_a_rectangle_turns_around_its_upper_left_corner():
    """In pixels: 12 x 6 by 90 degrees clockwise lies left of the corner."""
    value = {"x": 50, "y": 25, "width": 20, "height": 15, "rotation": 90}
    expected = np.zeros(SIZE, bool)
    expected[10:22, 24:30] = True
    np.testing.assert_array_equal(mask_of(value), expected)
    upright = mask_of(value | {"rotation": 0})
    assert upright[10:16, 30:42].all() and upright.sum() == 72


def test_an_ellipse_lies_around_its_center():
    value = {"x": 50, "y": 50, "radiusX": 25, "radiusY": 25, "rotation": 0}
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]] + 0.5
    inside = ((columns - 30) / 15) ** 2 + ((rows - 20) / 10) ** 2 <= 1
    found = mask_of(value)
    assert (found != inside).sum() <= 0.02 * inside.sum()
    turned = mask_of(value | {"rotation": 90})
    across = ((columns - 30) / 10) ** 2 + ((rows - 20) / 15) ** 2 <= 1
    assert (turned != across).sum() <= 0.02 * across.sum()


def test_halves_of_a_brush_and_its_labels_are_one_region(tmp_path):
    """As <Brush> and <Labels> beside each other are exported."""
    whole = brush("dog", drawn() == 1)["value"]
    shape = {"format": "rle", "rle": whole["rle"]}
    pair = [
        result("brush", shape),
        result("labels", shape | {"labels": ["dog"]}),
        result("choices", {"choices": ["night"]}, 2),
    ]
    label = label_of(single(tmp_path, [task(1, "a.jpg", pair)]))
    np.testing.assert_array_equal(label, drawn() == 1)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"updated_at": "2024-05-01"}, {"updated_at": "2024-04-01"}, BOX),
        ({"updated_at": "2024-03-01"}, {"updated_at": "2024-04-01"}, SMALL),
        ({"ground_truth": True}, {"updated_at": "2025-01-01"}, BOX),
        ({}, {"updated_at": "2025-01-01", "was_cancelled": True}, BOX),
        ({"updated_at": "2025-01-01", "was_cancelled": True}, {}, SMALL),
    ],
)
def test_of_several_annotations_one_counts(tmp_path, first, second, expected):
    """Ground truth, else the last one that was not skipped."""
    one = task(1, "a.jpg", [polygon("cat", BOX)], **first)
    other = task(1, "a.jpg", [polygon("cat", SMALL)], **second)
    one["annotations"] += other["annotations"]
    left, top, right, bottom = expected
    label = label_of(single(tmp_path, [one]))
    assert label[top:bottom, left:right].all()
    assert label.sum() == (bottom - top) * (right - left)


def test_tasks_without_annotation_are_left_out_and_counted(tmp_path, caplog):
    tasks = [task(1, "a.jpg", cat_and_dog()), task(2, "b.jpg", [])]
    tasks.append({"id": 3, "annotations": [], "data": {"image": "c.jpg"}})
    with caplog.at_level(logging.WARNING):
        dataset = single(tmp_path, tasks, ("a.jpg", "b.jpg", "c.jpg"))
        samples = dataset.samples("train")
    assert [s.image_path.name for s in samples] == ["a.jpg", "b.jpg"]
    assert not label_of(dataset, 1).any()  # looked at: nothing there
    assert "1 task without an annotation" in caplog.text


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/data/local-files/?d=photos/a%20b.jpg", "photos/a b.jpg"),
        ("s3://bucket/photos/a.jpg", "/photos/a.jpg"),
        ("http://host/data/a%20b.jpg?x=1", "/data/a b.jpg"),
        ("/data/upload/1/0a1b2c3d-a.jpg", "/data/upload/1/0a1b2c3d-a.jpg"),
        ("photos/100%.jpg", "photos/100%.jpg"),
    ],
)
def test_addresses_of_photographs(address, name):
    assert photograph_name(address) == name


def test_the_png_export_names_the_right_one(tmp_path):
    name = "task-1-annotation-2-by-a@b.c-tag-cat-0.png"
    write_photographs(tmp_path, [name])
    assert recognize(tmp_path) == "label_studio"
    with pytest.raises(DataError, match="Export again as JSON"):
        _ = open_dataset("auto", tmp_path).spec


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (polygon("cat", (0, 0, 99, 9)), "region 'r1': a polygon outside"),
        (
            result("polygonlabels", {"points": [[1, 2]], "polygonlabels": []}),
            "a region without a label",
        ),
        (
            result("brushlabels", {"rle": SQUARE, "brushlabels": ["cat"]}),
            "brush runs of 48 values; a picture of 60 x 40",
        ),
        (
            result("brushlabels", {"rle": SQUARE, "brushlabels": ["a", "b"]}),
            "several labels",
        ),
        (
            polygon("cat", BOX) | {"image_rotation": 90},
            "the picture was turned in Label Studio",
        ),
        (
            polygon("cat", BOX) | {"original_width": 0},
            "a original_width of 0|original_width",
        ),
        (result("video", {}), "the type 'video', which says no outline"),
        (result("polygonlabels", {"polygonlabels": ["a"]}), "without an outl"),
    ],
)
def test_a_broken_region_is_named(tmp_path, made, reason):
    tasks = [task(7, "a.jpg", [made]), task(8, "b.jpg", cat_and_dog())]
    with pytest.raises(DataError, match=reason) as caught:
        single(tmp_path, tasks, ("a.jpg", "b.jpg")).samples("train")
    assert "export.json: task id 7: region 'r1': " in str(caught.value)
    skipped = LabelStudioDataset(tmp_path, 0, DrawingRules(on_error="skip"))
    assert len(skipped.samples("train")) == 1


def test_two_tasks_of_a_photograph_are_no_guess(tmp_path):
    tasks = [task(1, "a.jpg", cat_and_dog()), task(2, "a.jpg", [])]
    with pytest.raises(DataError, match=r"task id 2: several tasks are of a"):
        single(tmp_path, tasks).samples("train")


FREE = {
    *("id", "completed_by", "was_cancelled", "ground_truth", "from_name"),
    *("created_at", "updated_at", "to_name", "origin", "closed", "format"),
    *("image_rotation",),
}


def test_no_hostile_value_passes(tmp_path):
    write_photographs(tmp_path, ["a.jpg"])
    square = {"x": 10, "y": 10, "width": 20, "height": 15, "rotation": 90}
    results = [
        polygon("cat", BOX),
        result("rectanglelabels", square | {"rectanglelabels": ["cat"]}),
    ]
    path, whole = tmp_path / "a.json", [task(1, "a.jpg", results)]
    cases = [
        (place, value)
        for place in places(whole)
        for value in HOSTILE
        if not FREE & {*place}
    ]
    assert len(cases) > 350
    for place, value in cases:
        if place[-1] == "result" and value == []:
            continue  # a picture without objects
        if place[-1] == "rotation" and not value:
            continue  # upright
        if place[-1] in ("rotation", "x", "y") and value == -7.5:
            continue  # turned by 90 degrees the corner may lie anywhere
        assert judged(path, whole, place, value) is None, (place, value)


def judged(path, whole, place, value):
    path.write_text(json.dumps(replaced(whole, place, value)))
    return judge(LabelStudioDataset, path.parent)


def test_no_damaged_text_crashes(tmp_path):
    text = json.dumps([task(1, "a.jpg", cat_and_dog())]).encode()
    write_photographs(tmp_path, ["a.jpg"])
    for damaged in damaged_texts(text, 300):
        (tmp_path / "a.json").write_bytes(damaged)
        judge(LabelStudioDataset, tmp_path)


def test_what_the_converter_writes_is_read():
    """`mask2rle` of label_studio_sdk 2.1.2: a ring of 4 x 3 in 7 x 5."""
    written = (
        *(0, 0, 0, 140, 57, 27, 254, 35, 0, 191, 255, 108, 2, 63, 248, 192),
        *(39, 255, 182, 1, 127, 255, 15, 128, 0),
    )
    expected = np.zeros((5, 7), bool)
    expected[1:4, 2:6] = True
    expected[2, 3] = False
    found = mask_of({"rle": list(written)}, (5, 7))
    np.testing.assert_array_equal(found, expected)
