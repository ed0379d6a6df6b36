import numpy as np
import pytest
from scipy import ndimage

from deeplab_family.metrics import ObjectSizes
from tests.deeplab_family.metrics.blobs import draw_pair


def slow_counts(label, prediction, classes, areas):
    counts = np.zeros((classes, len(areas) + 1, 4), int)
    for c in range(classes):
        parts, number = ndimage.label(label == c, np.ones((3, 3)))
        for part in range(1, number + 1):
            where = parts == part
            size = sum(where.sum() >= area for area in areas)
            hits = (prediction[where] == c).sum()
            counts[c, size] += [1, hits > where.sum() / 2, where.sum(), hits]
    return counts


def test_equals_scipy_object_by_object():
    areas = (30, 300)
    measure, expected = ObjectSizes(4, areas), 0
    for seed in range(3):
        pair = draw_pair(seed=seed)
        measure.update(*pair)
        expected += slow_counts(*pair, 4, areas)

    np.testing.assert_array_equal(measure.counts, expected)
    assert (measure.objects.sum(axis=0) > 0).all()


def test_two_objects_by_hand():
    label = np.zeros((40, 40), int)
    label[2:4, 2:4] = 1  # 4 pixels, half of them right: not found
    label[10:30, 10:30] = 1  # 400 pixels, 380 right
    prediction = label.copy()
    prediction[2, 2:4] = 0
    prediction[10, 10:30] = 0
    measure = ObjectSizes(2, areas=(100, 1000))

    measure.update(label, prediction)

    np.testing.assert_array_equal(measure.objects, [[0, 0, 1], [1, 1, 0]])
    np.testing.assert_array_equal(measure.found[1], [0, 1, np.nan])
    np.testing.assert_array_equal(measure.recall[1], [0.5, 0.95, np.nan])


@pytest.mark.parametrize(("side", "size"), [(31, 0), (32, 1), (95, 1), (96, 2)])
def test_sizes_begin_at_those_of_coco(side, size):
    label = np.zeros((100, 100), int)
    label[:side, :side] = 1
    measure = ObjectSizes(2)

    measure.update(label, label)

    assert measure.objects[1].nonzero()[0].tolist() == [size]


def test_corners_connect_and_ignored_pixels_part():
    label = np.array([[1, 0, 0, 0, 0], [0, 1, 255, 1, 1]])
    measure = ObjectSizes(2)

    measure.update(label, label)

    assert measure.objects[1].sum() == 2


@pytest.mark.parametrize("areas", [(5, 5), (9, 4), (1, 3), (0,)])
def test_sizes_that_do_not_increase_are_refused(areas):
    with pytest.raises(ValueError, match="`areas` must be increasing"):
        ObjectSizes(2, areas)


def test_one_size_for_all():
    label, prediction = draw_pair()
    measure = ObjectSizes(4, areas=())

    measure.update(label, prediction)

    shares = [(prediction[label == c] == c).mean() for c in range(4)]
    np.testing.assert_allclose(measure.recall[:, 0], shares)
