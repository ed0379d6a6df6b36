"""VOC's average precision, against known values and a plain account."""

import numpy as np
import pytest

from deeplab_family.detection.scores import Detections, VOCAveragePrecision
from deeplab_family.detection.scores.voc_average_precision import (
    box_iou,
    precision_average,
)
from input_pipeline.detection import DetectionImage, DetectionObject
from tests.deeplab_family.detection.scores.random_detections import (
    CLASSES,
    random_detections,
    random_image,
)


def test_right_wrong_right_of_two_objects():
    right = np.array([True, False, True])
    assert precision_average(right, 2, 11) == pytest.approx(0.848485, abs=1e-6)
    assert precision_average(right, 2) == pytest.approx(0.833333, abs=1e-6)


@pytest.mark.parametrize("objects", [1, 3, 7, 10, 30])
def test_all_found_at_once_is_one_whatever_the_rounding(objects):
    right = np.ones(objects, bool)
    assert precision_average(right, objects, 11) == 1
    assert precision_average(right, objects) == pytest.approx(1)


def test_half_found_reaches_the_recalls_up_to_a_half():
    right = np.ones(5, bool)
    assert precision_average(right, 10, 11) == pytest.approx(6 / 11)
    assert precision_average(right, 10) == pytest.approx(0.5)


def test_nothing_found_is_zero():
    nothing = np.zeros(0, bool)
    assert precision_average(nothing, 3, 11) == 0
    assert precision_average(nothing, 3) == 0


def image_of(*objects):
    return DetectionImage(1, "a.jpg", 100, 100, objects)


def thing(box, class_id=0, difficult=False):
    return DetectionObject(box, class_id, 1.0, difficult=difficult)


def found(*entries):
    """Of `(box, score)` or `(box, score, class)`."""
    boxes = np.array([e[0] for e in entries], np.float32).reshape(-1, 4)
    scores = np.array([e[1] for e in entries], np.float32)
    classes = np.array([(*e, 0)[2] for e in entries], np.int32)
    return Detections(boxes, scores, classes)


def average(image, detections, points=None):
    counted = VOCAveragePrecision(2)
    counted.add(image, detections)
    return counted.average_precision(points)[0]


BOX, LEFT = (10, 10, 30, 30), (50, 10, 70, 30)


def test_an_object_is_found_once_and_then_wrong():
    image = image_of(thing(BOX), thing(LEFT))
    twice = found((BOX, 0.9), (BOX, 0.8), (LEFT, 0.7))
    assert average(image, twice, 11) == pytest.approx(0.848485, abs=1e-6)


def test_an_overlap_of_a_half_is_not_enough():
    """20 x 20, moved so that a third, or a little more than half, is common."""
    for shift, expected in ((10, 0), (20 / 3, 0), (6.6, 1)):
        moved = (10 + shift, 10, 30 + shift, 30)
        assert average(image_of(thing(BOX)), found((moved, 0.9))) == expected


def test_difficult_objects_are_neither_right_nor_wrong():
    image = image_of(thing(BOX, difficult=True), thing(LEFT))
    answer = found((BOX, 0.9), (BOX, 0.8), (LEFT, 0.7))
    assert average(image, answer) == 1
    missed = found((LEFT, 0.7))
    assert average(image, missed) == 1


def test_the_nearest_object_counts_even_if_it_is_difficult():
    near, far = (10, 10, 30, 30), (12, 10, 32, 30)
    image = image_of(thing(near, difficult=True), thing(far))
    assert average(image, found((near, 0.9))) == 0  # ignored: none is right


def test_there_is_no_second_best_object():
    near, far = (10, 10, 30, 30), (13, 10, 33, 30)
    image = image_of(thing(near), thing(far))
    both = found((near, 0.9), (near, 0.8))
    assert average(image, both) == pytest.approx(0.5)


def test_classes_are_apart_and_those_without_objects_have_no_score():
    counted = VOCAveragePrecision(2)
    counted.add(image_of(thing(BOX)), found((BOX, 0.9), (BOX, 0.8, 1)))
    values = counted.average_precision()
    assert values[0] == 1 and np.isnan(values[1])
    np.testing.assert_array_equal(counted.objects, [1, 0])


def test_pixels_of_inclusive_corners_are_counted():
    """VOC's (1, 1, 10, 10) and (1, 1, 10, 5): 100 and 50 pixels."""
    assert box_iou([[0, 0, 10, 10]], [[0, 0, 10, 5]]) == pytest.approx(0.5)
    np.testing.assert_array_equal(
        box_iou([[0, 0, 4, 4], [0, 0, 0, 0]], [[4, 4, 8, 8], [0, 0, 4, 4]]),
        [[0, 1], [0, 0]],
    )


def plainly(images, answers, class_id):
    """One long list by score, as the development kit has it."""
    detections = [
        (float(a.scores[i]), number, a.boxes[i])
        for number, a in enumerate(answers)
        for i in np.argsort(-a.scores, kind="stable")
        if a.classes[i] == class_id
    ]
    detections.sort(key=lambda entry: -entry[0])
    taken, right, wrong = set(), [], []
    for _, number, box in detections:
        best, which = 0.0, None
        for place, o in enumerate(images[number].objects):
            if o.class_id != class_id:
                continue
            x = min(box[2], o.box[2]) - max(box[0], o.box[0])
            y = min(box[3], o.box[3]) - max(box[1], o.box[1])
            common = max(x, 0) * max(y, 0)
            area = (box[2] - box[0]) * (box[3] - box[1])
            union = area + (o.box[2] - o.box[0]) * (o.box[3] - o.box[1])
            overlap = common / (union - common)
            if overlap > best:
                best, which = overlap, place
        if best <= 0.5:
            right.append(0), wrong.append(1)
        elif not images[number].objects[which].ignored:
            is_new = (number, which) not in taken
            taken.add((number, which))
            right.append(int(is_new)), wrong.append(int(not is_new))
    objects = sum(
        o.class_id == class_id and not o.ignored
        for image in images
        for o in image.objects
    )
    recall = np.cumsum(right) / objects
    precision = np.cumsum(right) / (np.cumsum(right) + np.cumsum(wrong))
    best = [
        max(precision[recall >= t - 1e-9], default=0)
        for t in np.arange(11) / 10
    ]
    return np.mean(best)


def test_images_one_by_one_are_the_kits_one_long_list():
    images = [random_image(seed, difficult=True) for seed in range(30)]
    answers = [random_detections(i, s) for s, i in enumerate(images)]
    counted = VOCAveragePrecision(CLASSES)
    for image, answer in zip(images, answers, strict=True):
        counted.add(image, answer)
    values = counted.average_precision(11)
    for class_id in range(CLASSES):
        expected = plainly(images, answers, class_id)
        assert values[class_id] == pytest.approx(expected, abs=1e-9)
        assert 0.2 < expected < 0.95
