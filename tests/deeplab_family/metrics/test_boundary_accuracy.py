import numpy as np
import pytest

from deeplab_family.metrics import BoundaryAccuracy
from tests.deeplab_family.metrics.blobs import draw_pair, slow_distance


@pytest.mark.parametrize("distance", [0.0, 1.0, 3.5, 7.0])
def test_equals_scipy(distance):
    measure = BoundaryAccuracy(distance)
    near, far = [], []
    for seed in range(3):
        label, prediction = draw_pair(seed=seed)
        measure.update(label, prediction)
        judged = label != 255
        close = slow_distance(label) <= distance
        near.extend((label == prediction)[close & judged])
        far.extend((label == prediction)[~close & judged])

    assert measure.boundary == pytest.approx(np.mean(near))
    assert measure.interior == pytest.approx(np.mean(far))
    assert measure.counts[:, 1].tolist() == [len(near), len(far)]


def test_a_straight_border_by_hand():
    """Border pixels are columns 9 and 10; 7 from them is in, 8 is not."""
    label = np.zeros((4, 40), int)
    label[:, 10:] = 1
    prediction = label.copy()
    prediction[:, [2, 17]] = 2  # the last ones of the boundary
    prediction[:, 18] = 2  # the first one of the interior
    measure = BoundaryAccuracy()

    measure.update(label, prediction)

    assert measure.boundary == 14 / 16
    assert measure.interior == 23 / 24


def test_ignored_pixels_ring_objects_and_are_not_counted():
    label = np.zeros((1, 30), int)
    label[0, 14:16] = 255
    measure = BoundaryAccuracy(distance=1)

    measure.update(label, np.zeros_like(label))

    # Columns 12 and 13 on one side, 16 and 17 on the other.
    assert measure.counts.tolist() == [[4, 4], [24, 24]]


def test_an_image_of_one_label_is_all_interior():
    measure = BoundaryAccuracy()

    measure.update(np.ones((3, 4), int), np.ones((3, 4), int))

    assert np.isnan(measure.boundary)
    assert measure.interior == 1


def test_a_distance_below_zero_is_refused():
    with pytest.raises(ValueError, match="`distance` must be >= 0"):
        BoundaryAccuracy(-1.0)
