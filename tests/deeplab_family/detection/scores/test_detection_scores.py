"""All scores of a split: summary, table, JSON."""

import json
import math

import numpy as np
import pytest

from deeplab_family.detection.scores import Detections, DetectionScorer
from input_pipeline.annotations.regions import Bitmap
from input_pipeline.detection import DetectionImage, object_mask
from tests.deeplab_family.detection.scores.random_detections import (
    random_detections,
    random_image,
)

NAMES = ("car", "person", "bus")


def scored(masks=True, coco=True, answer=random_detections):
    scorer = DetectionScorer(NAMES, masks=masks, coco=coco)
    for seed in range(12):
        image = random_image(seed)
        scorer.add(image, answer(image, seed))
    return scorer.scores()


def truth(image: DetectionImage, _) -> Detections:
    return Detections(
        image.boxes,
        np.ones(len(image.objects), np.float32),
        image.classes,
        tuple(Bitmap(object_mask(o, image)) for o in image.objects),
    )


def test_the_truth_scores_one_everywhere():
    scores = scored(answer=truth)
    for name in ("box_ap", "mask_ap", "box_ap50", "voc07_map", "voc_map"):
        assert scores.summary[name] == pytest.approx(1), name
    assert scores.images == 12
    singles = [
        o.class_id
        for seed in range(12)
        for o in random_image(seed).objects
        if not o.ignored
    ]
    np.testing.assert_array_equal(scores.objects, np.bincount(singles))


def test_means_are_those_of_the_classes():
    scores = scored()
    for name in ("box_ap", "mask_ap50", "voc07_map"):
        by_class = scores.by_class[name]
        assert scores.summary[name] == pytest.approx(np.mean(by_class))
        assert len(set(by_class)) == 3


def test_without_coco_voc_remains_the_same():
    alone, both = scored(masks=False, coco=False), scored()
    assert set(alone.summary) == {"voc07_map", "voc_map"}
    assert alone.summary["voc_map"] == both.summary["voc_map"]


def test_json_and_table_hold_the_numbers():
    scores = scored()
    content = json.loads(json.dumps(scores.to_json()))
    assert content["box_ap"] == scores.summary["box_ap"]
    person = content["classes"][1]
    assert person["name"] == "person"
    assert person["mask_ap"] == scores.by_class["mask_ap"][1]
    table = scores.table()
    assert [row[0] for row in table.rows] == [*NAMES]
    assert table.rows[1][2] == f"{100 * person['box_ap']:.1f}"
    assert table.foot[0][2] == f"{100 * scores.summary['box_ap']:.1f}"


def test_nothing_to_find_is_no_score():
    scorer = DetectionScorer(NAMES)
    empty = DetectionImage(1, "a.jpg", 120, 160)
    scorer.add(empty, random_detections(empty, 0))
    scores = scorer.scores()
    assert all(math.isnan(value) for value in scores.summary.values())
    assert scores.to_json()["box_ap"] is None
    assert scores.table().foot[0][2:] == ("-",) * 4


def test_scores_need_an_image():
    assert math.isnan(DetectionScorer(NAMES).scores().summary["box_ap"])
