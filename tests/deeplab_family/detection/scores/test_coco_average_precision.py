"""COCO's average precision: a known value, and pycocotools asked directly."""

import contextlib
import io
import json

import numpy as np
import pytest

from deeplab_family.detection.scores import (
    COCOAveragePrecision,
    Detections,
    coco_entries,
    write_coco_results,
)
from deeplab_family.detection.scores.coco_average_precision import NAMES
from input_pipeline.detection import DetectionImage, DetectionObject
from tests.deeplab_family.detection.scores.random_detections import (
    CLASSES,
    HEIGHT,
    WIDTH,
    random_detections,
    random_image,
)

pytest.importorskip("pycocotools")
BOX, OTHER = (10, 10, 30, 30), (50, 10, 70, 30)


def things(*boxes, **fields):
    objects = tuple(DetectionObject(b, 0, 400.0, **fields) for b in boxes)
    return DetectionImage(1, "a.jpg", 100, 100, objects)


def found(*boxes, best=0.9):
    count = len(boxes)
    return Detections(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.linspace(best, 0.5, count).astype(np.float32),
        np.zeros(count, np.int32),
    )


def summary(*pairs):
    counted = COCOAveragePrecision(1)
    for image, detections in pairs:
        counted.add(image, detections)
    return counted.numbers().summary


def test_right_wrong_right_of_two_objects():
    answer = summary((things(BOX, OTHER), found(BOX, (80, 80, 99, 99), OTHER)))
    assert answer["ap"] == pytest.approx(0.834983, abs=1e-6)
    assert answer["ap_small"] == pytest.approx(0.834983, abs=1e-6)
    assert np.isnan(answer["ap_large"])
    assert answer["ar1"] == pytest.approx(0.5) and answer[
        "ar100"
    ] == pytest.approx(1)


def test_an_iou_of_0_7_passes_five_of_ten_thresholds():
    """Of 400 pixels 340 are in the box; 340 / 460 is 0.739."""
    moved = (13, 10, 33, 30)
    answer = summary((things(BOX), found(moved)))
    assert answer["ap"] == pytest.approx(0.5)
    assert answer["ap50"] == pytest.approx(1) and answer["ap75"] == 0


def test_crowds_and_difficult_objects_are_neither():
    for fields in ({"crowd": True}, {"difficult": True}):
        image = things(BOX, **fields)
        right = (things(OTHER), found(OTHER, best=0.1))
        answer = summary(right, (image, found(BOX, BOX)))
        assert answer["ap"] == pytest.approx(1)


def test_nothing_found_is_zero_and_nothing_to_find_is_nothing():
    assert summary((things(BOX), found()))["ap"] == 0
    assert np.isnan(summary((things(), found(BOX)))["ap"])
    assert np.isnan(summary((things(), found()))["ap"])


def test_masks_are_needed_to_score_masks():
    with pytest.raises(ValueError, match="`detections` has none"):
        COCOAveragePrecision(1, masks=True).add(things(BOX), found(BOX))


@pytest.fixture(scope="module")
def scene():
    images = [random_image(seed) for seed in range(40)]
    return images, [random_detections(i, s) for s, i in enumerate(images)]


IDS = (18, 1, 44)
"""Category ids with gaps, in another order than the classes."""


def asked_directly(images, answers, kind, folder):
    """Files as COCO's server takes them, read and judged by pycocotools."""
    from pycocotools import mask
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    annotations = []
    for image in images:
        for o in image.objects:
            whole = np.zeros((HEIGHT, WIDTH), np.uint8, order="F")
            rows, columns = o.outline.mask.shape
            top, left = o.outline.top, o.outline.left
            whole[top : top + rows, left : left + columns] = o.outline.mask
            runs = mask.encode(whole)
            x1, y1, x2, y2 = o.box
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image.id,
                    "category_id": IDS[o.class_id],
                    "bbox": [x1, y1, x2 - x1, y2 - y1],
                    "area": o.area,
                    "iscrowd": int(o.crowd),
                    "segmentation": {
                        **runs,
                        "counts": runs["counts"].decode(),
                    },
                }
            )
    truth = {
        "images": [
            {"id": i.id, "height": HEIGHT, "width": WIDTH} for i in images
        ],
        "annotations": annotations,
        "categories": [{"id": key} for key in IDS],
    }
    (folder / "truth.json").write_text(json.dumps(truth))
    entries = [
        entry
        for image, answer in zip(images, answers, strict=True)
        for entry in coco_entries(answer, image.id, IDS, (HEIGHT, WIDTH))
    ]
    if kind == "segm":  # else the areas of boxes would count
        entries = [{**entry} for entry in entries]
        for entry in entries:
            entry.pop("bbox")
    write_coco_results(folder / "results.json", entries)
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(str(folder / "truth.json"))
        results = coco.loadRes(str(folder / "results.json"))
        judge = COCOeval(coco, results, kind)
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return judge


@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_numbers_are_those_of_pycocotools(scene, tmp_path, kind):
    images, answers = scene
    counted = COCOAveragePrecision(CLASSES, masks=True)
    for image, answer in zip(images, answers, strict=True):
        counted.add(image, answer)
    numbers = counted.numbers(kind)
    judge = asked_directly(images, answers, kind, tmp_path)
    np.testing.assert_allclose(
        np.nan_to_num([numbers.summary[name] for name in NAMES], nan=-1),
        judge.stats,
        atol=1e-12,
    )
    assert 0.1 < numbers.summary["ap"] < 0.9
    # Classes in the order of their ids there: 1, 18, 44.
    precision = judge.eval["precision"][:, :, :, 0, -1].mean(axis=(0, 1))
    np.testing.assert_allclose(numbers.class_ap, precision[[1, 0, 2]])
    best = judge.eval["precision"][0, :, :, 0, -1].mean(axis=0)
    np.testing.assert_allclose(numbers.class_ap50, best[[1, 0, 2]])
