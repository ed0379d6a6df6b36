"""What the doctor says about exports of labelling tools."""

import json

import pytest

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.named_dataset import open_dataset
from input_pipeline.doctor import examine
from input_pipeline.errors import DataError
from tests.input_pipeline.datasets.write_exports import (
    write_coco_instances,
    write_photographs,
    write_yolo,
)
from tests.input_pipeline.datasets.write_labelme import write_labelme


def test_broken_annotations_are_one_finding_with_file_and_id(tmp_path):
    root = write_coco_instances(tmp_path)
    path = root / "annotations/instances_train.json"
    content = json.loads(path.read_text())
    content["annotations"][0]["category_id"] = 99
    path.write_text(json.dumps(content))
    report = examine(root)
    (finding,) = [f for f in report.findings if f.severity == "error"]
    assert finding.code == "annotation_broken"
    (place,) = finding.places
    assert place.file == "instances_train.json"
    assert place.found == "annotation id 1: category_id 99 is not listed"
    assert report.counts["train"].labels == 1  # the other one is examined


def test_rules_reach_the_labels(tmp_path):
    rules = DrawingRules(unlabeled="ignore")
    report = examine(write_coco_instances(tmp_path), rules=rules)
    assert report.stated.class_names == ("dog", "cat")


def test_an_export_of_boxes_names_the_right_one(tmp_path):
    root = write_yolo(tmp_path)
    for path in root.glob("labels/*/*.txt"):
        path.write_text("0 0.5 0.5 0.2 0.2\n")
    (finding,) = examine(root).findings
    assert finding.code == "not_opened"
    assert "Ultralytics YOLO Segmentation 1.0" in finding.found


@pytest.mark.parametrize(
    ("write", "cure"),
    [
        (write_labelme, "'Polygon' ('Create Polygons' in older"),
        (write_coco_instances, "'COCO Segmentation'"),
        (write_yolo, "'Ultralytics YOLO Segmentation 1.0'"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_boxes_in_place_of_outlines_are_a_warning(tmp_path, write, cure):
    report = examine(write(tmp_path / "export"))
    (finding,) = [f for f in report.findings if f.code == "only_boxes"]
    assert finding.severity == "warning"
    assert finding.found.startswith("all 8 outlines are rectangles. ")
    assert cure in finding.found


def test_one_outline_among_boxes_is_enough(tmp_path):
    root = write_coco_instances(tmp_path)
    path = root / "annotations/instances_val.json"
    content = json.loads(path.read_text())
    content["annotations"][0]["segmentation"] = [[2, 2, 30, 5, 9, 31]]
    path.write_text(json.dumps(content))
    assert "only_boxes" not in {f.code for f in examine(root).findings}


def test_rectangles_of_coco_without_outlines_name_the_right_export(tmp_path):
    root = write_coco_instances(tmp_path)
    for path in root.glob("annotations/*.json"):
        content = json.loads(path.read_text())
        for made in content["annotations"]:
            made["segmentation"] = []
        path.write_text(json.dumps(content))
    (finding,) = examine(root).findings
    assert finding.code == "not_opened"
    assert "boxes only, no outlines. Export it as segm" in finding.found


def test_results_of_a_detector_are_no_data_set(tmp_path):
    result = {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 1}
    (tmp_path / "results.json").write_text(json.dumps([result]))
    (finding,) = examine(tmp_path).findings
    assert finding.code == "not_opened"
    assert "a list of results (image_id, category_id, score)" in finding.found
    assert "COCO(annotations).loadRes(results).dataset" in finding.found


def test_results_beside_a_data_set_do_not_count(tmp_path):
    root = write_coco_instances(tmp_path)
    (root / "annotations/results.json").write_text(
        '[{"image_id": 1, "category_id": 3, "score": 0.5}]'
    )
    assert not [f for f in examine(root).findings if f.severity == "error"]


def test_annotations_without_their_images(tmp_path):
    root = write_coco_instances(tmp_path)
    (root / "annotations/instances_val.json").unlink()
    path = root / "annotations/instances_train.json"
    content = json.loads(path.read_text())
    del content["images"]
    path.write_text(json.dumps(content))
    (finding,) = examine(root).findings
    assert finding.code == "not_opened"
    assert "no list `images`, which holds names and sizes" in finding.found


@pytest.mark.parametrize("size", [0.2, 0.5, 0.9])
def test_half_a_file_of_a_split_is_no_split_less(tmp_path, size):
    root = write_coco_instances(tmp_path)
    path = root / "annotations/instances_val.json"
    text = path.read_text()
    path.write_text(text[: int(len(text) * size)])
    (finding,) = examine(root).findings
    assert finding.code == "not_opened"
    assert "instances_val.json is no file of annotations" in finding.found


def test_the_folder_above_names_the_data_set_in_it(tmp_path):
    root = write_coco_instances(tmp_path / "pets_export")
    (finding,) = examine(tmp_path).findings
    assert finding.code == "not_opened"
    assert f"holds pets_export (coco_instances). Name that folder: {root}" in (
        finding.found
    )
    with pytest.raises(DataError, match="holds pets_export .coco_instances."):
        open_dataset("auto", tmp_path)


def test_texts_without_names_of_classes(tmp_path):
    root = write_yolo(tmp_path)
    (root / "data.yaml").unlink()
    (finding,) = examine(root).findings
    assert "into classes.txt, one a line, that of class 0 first" in (
        finding.found
    )


def test_pictures_alone_are_said(tmp_path):
    write_photographs(tmp_path, ["a.jpg", "b.jpg"])
    (finding,) = examine(tmp_path).findings
    assert "2 pictures lie in" in finding.found


def test_no_photograph_at_all(tmp_path):
    root = write_coco_instances(tmp_path)
    for path in root.glob("images/*/*.jpg"):
        path.unlink()
    found = examine(root).findings
    (said,) = {p.found for f in found for p in f.places if p.file == "train"}
    assert "images/train/train_a.jpg" in said
    assert "export again with the photographs" in said
    assert "on-error" not in said
