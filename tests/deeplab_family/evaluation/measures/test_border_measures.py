import numpy as np
import pytest

from deeplab_family.evaluation.measures import BoundaryMeasure, TrimapMeasure
from tests.deeplab_family.evaluation.measures.judged import judged

NAMES = ("road", "sky")


def halves(size=(10, 40)):
    """The left half is road, the right half sky."""
    labels = np.zeros(size, np.uint8)
    labels[:, size[1] // 2 :] = 1
    return labels


def test_accuracy_near_and_far_of_all_images_and_of_each():
    """The border pixels are columns 19 and 20: two of them are wrong."""
    measure = BoundaryMeasure(NAMES, distance=0)
    near, far = halves(), halves()
    near[0, 19], near[3, 20] = 1, 0
    far[:, 2] = 1

    rows = [measure.add(judged(halves(), wrong)) for wrong in (near, far)]

    assert rows[0]["boundary_accuracy"] == pytest.approx(18 / 20)
    assert rows[1]["boundary_accuracy"] == 1
    facts = measure.facts()
    assert facts["accuracy"] == pytest.approx(38 / 40)
    assert facts["interior_accuracy"] == pytest.approx(750 / 760, abs=1e-6)
    assert measure.table().foot[1][1] == "0.9500"


def test_boundary_iou_of_each_class_is_told_by_its_name():
    measure = BoundaryMeasure(NAMES)
    measure.add(judged(halves(), np.zeros((10, 40))))
    classes = measure.facts()["class_iou"]
    assert classes["sky"] == 0 and 0 < classes["road"] < 1


def test_an_image_without_a_border_has_no_accuracy_there():
    measure = BoundaryMeasure(NAMES)
    row = measure.add(judged(np.zeros((5, 5)), np.zeros((5, 5))))
    assert np.isnan(row["boundary_accuracy"])
    assert measure.facts()["accuracy"] is None


def test_the_trimap_rises_where_errors_lie_at_the_border():
    """Columns 18 to 21 are swapped; every other pixel is right."""
    wrong = halves()
    wrong[:, 18:20], wrong[:, 20:22] = 1, 0
    measure = TrimapMeasure(NAMES)

    assert measure.add(judged(halves(), wrong)) is None

    means = measure.facts()["mean_iou"]
    # At distance w: 2 (w + 1) columns, 4 of them wrong.
    assert means[0] == 0
    assert means[4] == pytest.approx((6 - 2) / (6 + 2), abs=1e-6)
    assert measure.table().rows[3] == ("5", "0.5000")
