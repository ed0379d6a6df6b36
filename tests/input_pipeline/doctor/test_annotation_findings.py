"""What the doctor says about exports of labelling tools."""

import json

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.doctor import examine
from tests.input_pipeline.datasets.write_exports import (
    write_coco_instances,
    write_yolo,
)


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
