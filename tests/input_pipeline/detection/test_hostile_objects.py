"""Damaged files of objects: refused, named, or as good as before."""

import json

import numpy as np

from input_pipeline.detection import object_mask
from input_pipeline.detection.coco import CocoDetection
from input_pipeline.errors import DataError
from tests.input_pipeline.datasets.hostile_json import (
    HOSTILE,
    damaged_texts,
    places,
    replaced,
)
from tests.input_pipeline.detection.write_objects import (
    HEIGHT,
    WIDTH,
    annotation,
    write_coco,
)


def written(root):
    runs = {"size": [HEIGHT, WIDTH], "counts": [100, 30, 2270]}
    write_coco(
        root, [annotation(), annotation(2, 3, segmentation=runs, iscrowd=1)]
    )
    path = root / "annotations" / "instances_train.json"
    return path, json.loads(path.read_text())


def judge(root):
    """Objects of a file that is good, else None; else it is a crash."""
    try:
        data = CocoDetection(root)
        split = data.read("train")
    except DataError:
        return None
    for problem in split.problems:
        assert problem.startswith("instances_train.json: "), problem
    for image in split:
        for thing in image.objects:
            assert 0 <= thing.class_id < data.spec.num_classes
            x1, y1, x2, y2 = thing.box
            assert 0 <= x1 <= x2 <= image.width
            assert 0 <= y1 <= y2 <= image.height
            assert np.isfinite(thing.area)
            object_mask(thing, image)
    return None if split.problems else split


def test_no_hostile_value_passes(tmp_path):
    path, whole = written(tmp_path)
    assert judge(tmp_path) is not None
    passed = set()
    for place in places(whole):
        for value in HOSTILE:
            path.write_text(json.dumps(replaced(whole, place, value)))
            if judge(tmp_path) is not None:
                passed.add((place[-1], repr(value)))
    # An object may lack one of these, and a file may lack objects.
    for key in ("bbox", "segmentation"):
        passed -= {(key, "None"), (key, "[]")}
    passed -= {("area", "None"), ("annotations", "[]")}
    passed -= {("iscrowd", "True")}  # which is 1
    # A corner beyond the edge is another good number; the id of an
    # annotation only stands in messages, and those of images are unique.
    assert {key for key, _ in passed} <= {"id", *range(8)}
    assert {v for key, v in passed if key in range(8)} == {"-7.5"}


def test_no_damaged_text_crashes(tmp_path):
    path, whole = written(tmp_path)
    good = 0
    for text in damaged_texts(json.dumps(whole).encode(), 500):
        path.write_bytes(text)
        good += judge(tmp_path) is not None
    assert 0 < good < 250
