import numpy as np
import pytest
from scipy import ndimage

from deeplab_family.metrics import TrimapCurve, confusion_matrix
from tests.deeplab_family.metrics.blobs import draw_pair, slow_distance


def slow_curve(pairs, distances, widest, classes):
    """mIoU of the pixels within each width, class by class."""
    curve = []
    for width in range(1, widest + 1):
        kept = [
            (label[where], prediction[where])
            for (label, prediction), distance in zip(
                pairs, distances, strict=True
            )
            for where in [(distance <= width) & (label != 255)]
        ]
        label, prediction = map(np.concatenate, zip(*kept, strict=True))
        ious = [
            ((label == c) & (prediction == c)).sum()
            / ((label == c) | (prediction == c)).sum()
            for c in range(classes)
            if ((label == c) | (prediction == c)).any()
        ]
        curve.append(np.mean(ious))
    return curve


@pytest.mark.parametrize("around", ["borders", "ignored"])
def test_equals_a_mean_iou_within_each_width(around):
    pairs = [draw_pair(seed=seed) for seed in range(3)]
    measure = TrimapCurve(4, widest=12, around=around)
    for pair in pairs:
        measure.update(*pair)

    distances = [
        slow_distance(label)
        if around == "borders"
        else ndimage.distance_transform_edt(label != 255)
        for label, _ in pairs
    ]
    expected = slow_curve(pairs, distances, 12, 4)
    np.testing.assert_allclose(measure.mean_iou, expected, rtol=1e-6)
    assert measure.class_iou.shape == (12, 4)


def test_far_enough_every_judged_pixel_is_in():
    label, prediction = draw_pair()
    measure = TrimapCurve(4, widest=100)

    measure.update(label, prediction)

    table = np.array(confusion_matrix(label, prediction, 4))
    table[-2:] = 0
    np.testing.assert_array_equal(measure.confusion[-1], table)


def test_without_a_border_there_is_no_score():
    measure = TrimapCurve(2)

    measure.update(np.ones((5, 5), int), np.ones((5, 5), int))

    assert np.isnan(measure.mean_iou).all()


@pytest.mark.parametrize(
    ("argument", "message"),
    [({"widest": 0}, "`widest`"), ({"around": "void"}, "'ignored'.*'void'")],
)
def test_impossible_arguments_are_refused(argument, message):
    with pytest.raises(ValueError, match=message):
        TrimapCurve(3, **argument)
