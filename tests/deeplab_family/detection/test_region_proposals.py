import numpy as np
import pytest

from deeplab_family.detection.region_proposals import propose

SIZE = np.array([[100, 100]], "int32")
ANCHORS = np.array(
    [[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60], [90, 90, 120, 120]],
    "float32",
)


def level(scores, anchors=ANCHORS, deltas=None):
    scores = np.array([scores], "float32")
    if deltas is None:
        deltas = np.zeros((*scores.shape, 4), "float32")
    return scores, deltas, anchors


def proposed(levels, before=10, after=4, smallest=0.0):
    boxes, scores, valid = propose(levels, SIZE, before, after, 0.7, smallest)
    valid = np.asarray(valid)[0]
    assert np.all(np.asarray(boxes)[0][~valid] == 0)
    return np.asarray(boxes)[0][valid], np.asarray(scores)[0][valid]


def test_the_best_first_and_one_of_two_that_overlap():
    boxes, scores = proposed([level([1, 2, -3, 4])])
    # The anchor at the corner is cut off at the image's edge.
    np.testing.assert_allclose(
        boxes, [[90, 90, 100, 100], ANCHORS[1], ANCHORS[2]]
    )
    np.testing.assert_array_equal(scores, [4, 2, -3])


def test_levels_suppress_only_their_own():
    boxes, scores = proposed([level([1, -9, 0, -9]), level([2, -9, -9, -9])])
    np.testing.assert_array_equal(scores, [2, 1, 0, -9])
    np.testing.assert_array_equal(boxes[:2], [ANCHORS[0], ANCHORS[0]])


def test_each_level_gives_so_many_and_all_together_so_many():
    levels = [level([1, 1, 3, 2]), level([0, 0, 9, -1])]
    assert proposed(levels, before=1)[1].tolist() == [9, 3]
    assert proposed(levels, before=2)[1].tolist() == [9, 3, 2, 0]
    assert proposed(levels, before=2, after=3)[1].tolist() == [9, 3, 2]


def test_offsets_move_the_anchor_and_small_boxes_go():
    deltas = np.zeros((1, 4, 4), "float32")
    deltas[0, 2] = [1, 0, 0, 0]  # one width to the right
    deltas[0, 0] = [0, 0, 0, -99]
    boxes, _ = proposed([level([4, -9, 3, -9], deltas=deltas)], smallest=1.0)
    np.testing.assert_allclose(boxes[0], [60, 50, 70, 60], atol=1e-4)


def test_a_box_out_of_the_image_is_no_proposal():
    outside = np.array([[200, 200, 250, 250], [10, 10, 20, 20]], "float32")
    boxes, _ = proposed([level([5, 1], outside)])
    assert boxes.tolist() == [pytest.approx([10, 10, 20, 20])]
